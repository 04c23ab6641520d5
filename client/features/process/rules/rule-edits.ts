import type { Action, ActionKind, Brake, Branch, Condition, Rule, Rung } from '#rules';
import {
  actionWords,
  type BlockId,
  brakeWords,
  conditionWords,
  ladderWords,
  type RuleNames,
  triggerWords,
} from '../../../views/rule-words.ts';

/** What may be opened for editing: a block, or the rule's own name and place. */
export type EditTarget = BlockId | 'head';
export type BlockLead = 'when' | 'if' | 'elseIf' | 'otherwise' | 'do' | 'exit' | 'again';

/** One block of a rule, as the canvas and the list draw it. */
export interface RuleBlock {
  readonly id: BlockId;
  readonly lead: BlockLead;
  readonly title: string;
  /** The branch it belongs to; null = the whole rule. */
  readonly branch: number | null;
}

export interface BlockPlace {
  readonly kind: 'trigger' | 'where' | 'when' | 'do' | 'brake' | 'ladder';
  readonly branch: number | null;
  readonly at: number;
}
export const placeOfBlock = (id: BlockId): BlockPlace => {
  const [kind = '', branch, at] = id.split(':');
  return {
    kind: kind as BlockPlace['kind'],
    branch: branch === undefined ? null : Number(branch),
    at: Number(at ?? 0),
  };
};

/** Whether it has the one branch that is always taken: then no branch is drawn. */
export const isPlain = ({ branches }: Rule): boolean => branches.length === 1 && branches[0]?.when.kind === 'always';

export interface BlockWords {
  readonly every: string;
  /** Of the branch that takes what the others left. */
  readonly rest: string;
  readonly noExit: string;
}

const branchLead = (branch: Branch, at: number): BlockLead => {
  if (branch.when.kind === 'always') return 'otherwise';
  return at === 0 ? 'if' : 'elseIf';
};

/** Every block in the order in which it is read, and Tab walks. */
export const blocksOf = (rule: Rule, names: RuleNames, words: BlockWords): readonly RuleBlock[] => {
  const plain = isPlain(rule);
  const branchBlocks = rule.branches.flatMap((branch, at): RuleBlock[] => {
    const when: RuleBlock = {
      id: `when:${at}`,
      lead: branchLead(branch, at),
      title: conditionWords(branch.when, names) || (at === 0 ? words.every : words.rest),
      branch: at,
    };
    const own: RuleBlock[] = [];
    if (branch.brake !== undefined)
      own.push({ id: `brake:${at}`, lead: 'exit', title: brakeWords(branch.brake), branch: at });
    if (branch.escalate !== undefined && branch.escalate.length > 0) {
      own.push({ id: `ladder:${at}`, lead: 'again', title: ladderWords(branch.escalate), branch: at });
    }
    const acts = branch.do.map(
      (action, place): RuleBlock => ({ id: `do:${at}:${place}`, lead: 'do', title: actionWords(action), branch: at }),
    );
    return [...(plain ? [] : [when]), ...acts, ...own];
  });
  const blocks: RuleBlock[] = [{ id: 'trigger', lead: 'when', title: triggerWords(rule.on, names), branch: null }];
  if (rule.where.kind !== 'always') {
    blocks.push({ id: 'where', lead: 'if', title: conditionWords(rule.where, names), branch: null });
  }
  blocks.push(...branchBlocks);
  blocks.push({
    id: 'brake',
    lead: 'exit',
    title: rule.brake === undefined ? words.noExit : brakeWords(rule.brake),
    branch: null,
  });
  if (rule.escalate.length > 0) {
    blocks.push({ id: 'ladder', lead: 'again', title: ladderWords(rule.escalate), branch: null });
  }
  return blocks;
};

// —— changes: each gives another rule, so that a step can be taken back

const replaceAt = <Item>(list: readonly Item[], at: number, item: Item): Item[] =>
  list.map((one, place) => (place === at ? item : one));
const withoutAt = <Item>(list: readonly Item[], at: number): Item[] => list.filter((_, place) => place !== at);

const withBranch = (rule: Rule, at: number, change: (branch: Branch) => Branch): Rule => ({
  ...rule,
  branches: rule.branches.map((branch, place) => (place === at ? change(branch) : branch)),
});

export const withCondition = (rule: Rule, branch: number | null, condition: Condition): Rule =>
  branch === null ? { ...rule, where: condition } : withBranch(rule, branch, (one) => ({ ...one, when: condition }));

export const withAction = (rule: Rule, branch: number, at: number, action: Action): Rule =>
  withBranch(rule, branch, (one) => ({ ...one, do: replaceAt(one.do, at, action) }));

/** `undefined` takes the exit away: of a branch, then the rule's own counts. */
export const withBrake = (rule: Rule, branch: number | null, brake: Brake | undefined): Rule => {
  if (branch === null) {
    const { brake: _gone, ...rest } = rule;
    return brake === undefined ? rest : { ...rest, brake };
  }
  return withBranch(rule, branch, ({ brake: _gone, ...rest }) => (brake === undefined ? rest : { ...rest, brake }));
};

/** `undefined` takes a branch's own ladder away; of a rule it empties it. */
export const withLadder = (rule: Rule, branch: number | null, ladder: readonly Rung[] | undefined): Rule => {
  if (branch === null) return { ...rule, escalate: [...(ladder ?? [])] };
  return withBranch(rule, branch, ({ escalate: _gone, ...rest }) =>
    ladder === undefined ? rest : { ...rest, escalate: [...ladder] },
  );
};

const ACTION_ORDER: readonly ActionKind[] = ['alert', 'task', 'mark', 'gap', 'pool'];
const days = (amount: number) => ({ amount, unit: 'day' as const });

/** An action of that kind as it is first put down. */
export const freshAction = (kind: ActionKind): Action => {
  switch (kind) {
    case 'alert':
      return { kind, to: ['owner'], message: false };
    case 'task':
      return { kind, title: '', to: 'owner', due: days(1) };
    case 'mark':
      return { kind, colour: 'yellow' };
    case 'gap':
      return { kind, gap: 'overdue', holder: 'owner' };
    case 'pool':
      return { kind };
  }
};
/** Kinds a branch has none of yet: at most one of each. */
export const freeActions = (branch: Branch): readonly ActionKind[] =>
  ACTION_ORDER.filter((kind) => !branch.do.some((action) => action.kind === kind));

export const FRESH_BRAKE: Brake = {
  who: ['owner', 'manager'],
  within: { amount: 24, unit: 'hour' },
  reason: true,
  exit: 'close',
};
const NO_CONDITION: Condition = { kind: 'all', of: [] };

/** A rule changed by one act, and the block that is to be opened for it. */
export interface RuleEdit {
  readonly rule: Rule;
  readonly block: BlockId;
}

/** Puts the first kind that is still free into a branch; null when the branch has one of each. */
export const addAction = (rule: Rule, branch: number): RuleEdit | null => {
  const found = rule.branches[branch];
  const [kind] = found === undefined ? [] : freeActions(found);
  if (found === undefined || kind === undefined) return null;
  return {
    rule: withBranch(rule, branch, (one) => ({ ...one, do: [...one.do, freshAction(kind)] })),
    block: `do:${branch}:${found.do.length}`,
  };
};

export const addCondition = (rule: Rule): RuleEdit => ({
  rule: rule.where.kind === 'always' ? { ...rule, where: NO_CONDITION } : rule,
  block: 'where',
});

const MOST_BRANCHES = 8;
/** A branch before the last one when that one is 否则, else at the end; null when there are as many as may be. */
export const addBranch = (rule: Rule): RuleEdit | null => {
  if (rule.branches.length >= MOST_BRANCHES) return null;
  const isElse = rule.branches.at(-1)?.when.kind === 'always';
  const at = isElse ? rule.branches.length - 1 : rule.branches.length;
  const branch: Branch = { when: NO_CONDITION, do: [freshAction('alert')] };
  return { rule: { ...rule, branches: rule.branches.toSpliced(at, 0, branch) }, block: `when:${at}` };
};

/** The rule without a block; the same rule when it cannot be without. */
export const removeBlock = (rule: Rule, id: BlockId): Rule => {
  const { kind, branch, at } = placeOfBlock(id);
  const isOnly = rule.branches.length === 1;
  switch (kind) {
    case 'trigger':
      return rule;
    case 'where':
      return { ...rule, where: { kind: 'always' } };
    case 'when':
      return isOnly
        ? withCondition(rule, branch, { kind: 'always' })
        : { ...rule, branches: withoutAt(rule.branches, branch ?? 0) };
    case 'do':
      return (rule.branches[branch ?? 0]?.do.length ?? 0) < 2
        ? rule
        : withBranch(rule, branch ?? 0, (one) => ({ ...one, do: withoutAt(one.do, at) }));
    case 'brake':
      return withBrake(rule, branch, undefined);
    case 'ladder':
      return withLadder(rule, branch, undefined);
  }
};

const FIELD_BLOCKS: readonly (readonly [pattern: RegExp, block: (match: RegExpExecArray) => EditTarget])[] = [
  [/^rule\.(?:name|group|isOn|id)/, () => 'head'],
  [/^rule\.on/, () => 'trigger'],
  [/^rule\.where/, () => 'where'],
  [/^rule\.branches\.(\d+)\.when/, ([, branch]) => `when:${Number(branch)}`],
  [/^rule\.branches\.(\d+)\.do\.(\d+)/, ([, branch, at]) => `do:${Number(branch)}:${Number(at)}`],
  [/^rule\.branches\.(\d+)\.do/, ([, branch]) => `do:${Number(branch)}:0`],
  [/^rule\.branches\.(\d+)\.brake/, ([, branch]) => `brake:${Number(branch)}`],
  [/^rule\.branches\.(\d+)\.escalate/, ([, branch]) => `ladder:${Number(branch)}`],
  [/^rule\.branches\.(\d+)/, ([, branch]) => `when:${Number(branch)}`],
  [/^rule\.brake/, () => 'brake'],
  [/^rule\.escalate/, () => 'ladder'],
];
/** The block in which a field of the rule is edited. */
export const blockOfField = (field: string): EditTarget => {
  for (const [pattern, block] of FIELD_BLOCKS) {
    const match = pattern.exec(field);
    if (match !== null) return block(match);
  }
  return 'head';
};

/** A rule as it is begun: off until published, and without an exit, which publishing asks for. */
export const freshRule = (id: string, name: string): Rule => ({
  id,
  name,
  group: 'stage',
  isOn: true,
  on: { kind: 'stageStay' },
  where: { kind: 'always' },
  branches: [{ when: { kind: 'always' }, do: [freshAction('alert')] }],
  escalate: [],
});
