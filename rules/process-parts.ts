import type { Playbook } from './playbook.ts';
import type { CustomField, Process, ProcessPart } from './process.ts';
import { MAX_PLAYBOOKS, MAX_RULES } from './process-limits.ts';

/** How a process is put together from its parts; what a part must look like is said by the schemas of `process.ts`. */

/** Whether its values are chosen from a list: one of it, or several. */
export const hasOptions = ({ type }: Pick<CustomField, 'type'>): boolean => type === 'choice' || type === 'tags';

/** What a part is a version of: `stages`, `calendar` …, `rule:<id>`, or `playbook:<id>`. */
export const partKey = (part: ProcessPart): string => {
  if (part.kind === 'rule') return `rule:${part.rule.id}`;
  return part.kind === 'playbook' ? `playbook:${part.playbook.id}` : part.kind;
};

/** The part of a process that has this key, the inverse of `partKey`; null for a rule that is not in it. */
export const partOf = (process: Process, key: string): ProcessPart | null => {
  if (key.startsWith('rule:')) {
    const rule = process.rules.find(({ id }) => `rule:${id}` === key);
    return rule === undefined ? null : { kind: 'rule', rule };
  }
  if (key.startsWith('playbook:')) {
    const playbook = process.playbooks.find(({ id }) => `playbook:${id}` === key);
    return playbook === undefined ? null : { kind: 'playbook', playbook };
  }
  const { stages, fields, forms, statusCard, breaker, visitNote, heatmap, board, calendar, metrics, suggestion } =
    process;
  const parts: readonly ProcessPart[] = [
    { kind: 'stages', stages },
    { kind: 'fields', fields },
    { kind: 'forms', forms },
    { kind: 'statusCard', statusCard },
    { kind: 'breaker', breaker },
    { kind: 'visitNote', visitNote },
    { kind: 'heatmap', heatmap },
    { kind: 'board', board },
    { kind: 'calendar', calendar },
    { kind: 'metrics', metrics },
    { kind: 'suggestion', suggestion },
  ];
  return parts.find(({ kind }) => kind === key) ?? null;
};

/** With this one in place of that of the same id, or at the end. */
const replacing = <Item extends { readonly id: string }>(items: readonly Item[], item: Item): Item[] =>
  items.some(({ id }) => id === item.id) ? items.map((one) => (one.id === item.id ? item : one)) : [...items, item];

const hasRoom = (items: readonly { readonly id: string }[], id: string, most: number): boolean =>
  items.length < most || items.some((one) => one.id === id);
/** Whether there is no room for the rule or playbook. Two published apart may both be the last to fit. */
export const isOneTooMany = ({ rules, playbooks }: Process, part: ProcessPart): boolean =>
  (part.kind === 'rule' && !hasRoom(rules, part.rule.id, MAX_RULES)) ||
  (part.kind === 'playbook' && !hasRoom(playbooks, part.playbook.id, MAX_PLAYBOOKS));

/**
 * The process with this part in place of the one before; everything else is shared, not copied. A rule or playbook for
 * which there is no room leaves it as it was, so that a process always fits its schema; `partFaults` says so before it is published.
 */
export const withPart = (process: Process, part: ProcessPart): Process => {
  if (isOneTooMany(process, part)) return process;
  switch (part.kind) {
    case 'rule':
      return { ...process, rules: replacing(process.rules, part.rule) };
    case 'playbook':
      return { ...process, playbooks: replacing<Playbook>(process.playbooks, part.playbook) };
    default: {
      const { kind: _kind, ...changed } = part;
      return { ...process, ...changed };
    }
  }
};
