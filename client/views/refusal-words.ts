import { type Process, type Refusal, TEMPLATE_VERSION } from '#rules';
import type { CommandOutcome } from '../data/contract.ts';
import { outcomes } from '../locales/zh-CN/outcomes.ts';
import { refusals as words } from '../locales/zh-CN/refusals.ts';

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const named = (ids: unknown, names: Readonly<Record<string, string>>): string =>
  list(ids)
    .map((id) => names[id] ?? id)
    .join(words.join);

export const fieldName = (field: string): string => words.fields[field] ?? field;

/** Names of stages and of the company's own fields by id, for refusals that speak of them. */
export type StageNames = Readonly<Record<string, string>>;
export const stageNamesOf = (process: Process | undefined): StageNames =>
  Object.fromEntries([...(process?.stages ?? []), ...(process?.fields ?? [])].map(({ id, name }) => [id, name]));

/** A refusal in one sentence that says what to do. */
export const refusalWords = ({ code, params }: Refusal, stages: StageNames = {}): string => {
  switch (code) {
    case 'greenChecksMissing':
      return words.greenChecksMissing(named(params['missing'], words.checks));
    case 'stageFieldsMissing':
      return words.stageFieldsMissing(
        String(params['stage']),
        named(params['missing'], { ...words.fields, ...stages }),
      );
    case 'fieldsMissing':
      return words.fieldsMissing(named(params['missing'], { ...words.fields, ...stages }));
    case 'skipNeedsReason':
      return words.skipNeedsReason(named(params['skipped'], stages));
    case 'deliverableTooLong':
      return words.deliverableTooLong(Number(params['count']), Number(params['limit']));
    case 'keywordMissing':
      return words.keywordMissing(list(params['keywords']).join(words.join));
    case 'nextMissing':
      if (params['exit'] === 'lost') return words.lostFirst;
      return params['exit'] === 'turnedRed' ? words.redFirst : words.nextMissing;
    default:
      return words[code];
  }
};

/** Who published a version of the process, and when, in words. */
export interface PublishedWords {
  readonly who: string;
  readonly when: string;
}
/**
 * Which rule refuses, and in which version (R13): the rule's own name, or that of the area it belongs to.
 * `published`: of that version; null as long as it is not known.
 */
export const ruleWords = ({ rule, version }: Refusal, published: PublishedWords | null = null): string => {
  const name = words.rules[rule] ?? words.rules[rule.split('.')[0] ?? ''] ?? rule;
  if (version === TEMPLATE_VERSION) return words.byRule(name, words.template);
  return words.byRule(name, published === null ? words.changed : words.version(published.who, published.when));
};

/** What an outcome says in words: nothing when saved, the first refusal, or what the storage did. */
export const outcomeWords = (outcome: CommandOutcome, stages: StageNames = {}): string | null => {
  if (outcome.kind === 'saved') return null;
  if (outcome.kind === 'storage') return outcomes.storage[outcome.reason];
  const [first] = outcome.refusals;
  if (first?.code === 'required') return words.requiredSomewhere;
  return first ? refusalWords(first, stages) : words.invalid;
};

/** Refusals of an outcome by the form field they belong to (first one each); '' = of the whole. */
export const refusalsByField = (outcome: CommandOutcome, stages: StageNames = {}): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  if (outcome.kind !== 'refused') return found;
  for (const refusal of outcome.refusals) found[refusal.field ?? ''] ??= refusalWords(refusal, stages);
  return found;
};
