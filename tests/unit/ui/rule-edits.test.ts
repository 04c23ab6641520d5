import { describe, expect, it } from 'vitest';
import { DEFAULT_PROCESS, partFaults, type Rule, ruleSchema } from '#rules';
import {
  addAction,
  addBranch,
  addCondition,
  blockOfField,
  blocksOf,
  freshRule,
  removeBlock,
  withBrake,
  withLadder,
} from '../../../client/features/process/rules/rule-edits.ts';
import { layoutRule, type PlacedBlock } from '../../../client/features/process/rules/rule-layout.ts';
import { type BlockId, ruleNames, ruleSentence } from '../../../client/views/rule-words.ts';

const names = ruleNames(DEFAULT_PROCESS);
const WORDS = { every: '每次', rest: '其余', noExit: '没有出口' };
const blockIds = (rule: Rule): readonly BlockId[] => blocksOf(rule, names, WORDS).map(({ id }) => id);
const found = (id: string): Rule => {
  const rule = DEFAULT_PROCESS.rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`the template has no ${id}`);
  return rule;
};
const branched = (): Rule => {
  const rule = addBranch(addBranch(found('stage.overdue'))?.rule ?? found('stage.overdue'))?.rule;
  if (rule === undefined) throw new Error('no room for branches');
  return withLadder(withBrake(rule, 0, rule.brake), 1, rule.escalate);
};

describe('blocks of a rule', () => {
  it('[PD-2] sentence and blocks are the same rule: every token opens a block that is drawn', () => {
    for (const rule of [...DEFAULT_PROCESS.rules, branched(), freshRule('n', '新')]) {
      const drawn = new Set(blockIds(rule));
      const tokens = ruleSentence(rule, names).flatMap(({ pieces }) => pieces.flatMap(({ block }) => block ?? []));
      expect(tokens.filter((block) => !drawn.has(block))).toEqual([]);
    }
  });

  it('[PD-3] a branch goes before 否则, which takes what the others left', () => {
    const rule = branched();
    expect(rule.branches.map(({ when }) => when.kind)).toEqual(['all', 'all', 'always']);
    const leads = blocksOf(rule, names, WORDS).filter(({ id }) => id.startsWith('when'));
    expect(leads.map(({ lead }) => lead)).toEqual(['if', 'elseIf', 'otherwise']);
    expect(leads.at(-1)?.title).toBe('其余');
    expect(blockIds(rule)).toContain('brake:0');
    expect(blockIds(rule)).toContain('ladder:1');
  });

  it('[PD-3] at most one action of each kind and eight branches; more is told, not built', () => {
    let rule = found('stage.overdue');
    const kinds: string[] = [];
    for (let edit = addAction(rule, 0); edit !== null; edit = addAction(rule, 0)) rule = edit.rule;
    for (const action of rule.branches[0]?.do ?? []) kinds.push(action.kind);
    expect([...kinds].sort()).toEqual(['alert', 'gap', 'mark', 'pool', 'task']);
    for (let edit = addBranch(rule); edit !== null; edit = addBranch(rule)) rule = edit.rule;
    expect(rule.branches).toHaveLength(8);
  });

  it('[PD-4] a block is taken out where the rule can be without it, and only there', () => {
    const rule = branched();
    expect(removeBlock(rule, 'trigger')).toBe(rule);
    expect(removeBlock(rule, 'do:0:0')).toBe(rule);
    expect(removeBlock(rule, 'when:1').branches).toHaveLength(2);
    expect(removeBlock(rule, 'brake:0').branches[0]?.brake).toBeUndefined();
    expect(removeBlock(rule, 'ladder:1').branches[1]?.escalate).toBeUndefined();
    expect(removeBlock(rule, 'ladder').escalate).toEqual([]);
    const stopped = removeBlock(found('statusCard.silent'), 'where');
    expect(stopped.where).toEqual({ kind: 'always' });
    const two = found('statusCard.silent');
    expect(removeBlock(two, 'do:0:1').branches[0]?.do).toHaveLength(1);
  });

  it('[PD-4][R80] without its exit a rule is still a draft, and publishing is refused', () => {
    const rule = removeBlock(found('stage.overdue'), 'brake');
    expect(ruleSchema.safeParse(rule).success).toBe(true);
    const faults = partFaults({ kind: 'rule', rule }, DEFAULT_PROCESS);
    expect(faults.map(({ field, why }) => [blockOfField(field), why])).toEqual([['brake', 'noBrake']]);
    expect(partFaults({ kind: 'rule', rule: freshRule('n', '新') }, DEFAULT_PROCESS).map(({ why }) => why)).toContain(
      'noBrake',
    );
  });

  it('[PD-5] every place of a fault leads to the block that edits it', () => {
    expect(
      [
        'rule.name',
        'rule.on.for.amount',
        'rule.where.of.1.value',
        'rule.branches.2.when',
        'rule.branches.1.do.3.title',
        'rule.branches.0.do',
        'rule.branches.1.brake.who',
        'rule.branches.1.escalate.0',
        'rule.brake',
        'rule.escalate.2.after',
        'rule.branches.4',
      ].map(blockOfField),
    ).toEqual([
      'head',
      'trigger',
      'where',
      'when:2',
      'do:1:3',
      'do:0:0',
      'brake:1',
      'ladder:1',
      'brake',
      'ladder',
      'when:4',
    ]);
  });

  it('[PD-3] a condition begun on a rule without one is empty, which matches nothing until something is chosen', () => {
    expect(addCondition(found('stage.overdue'))).toMatchObject({
      rule: { where: { kind: 'all', of: [] } },
      block: 'where',
    });
    const rule = found('statusCard.silent');
    expect(addCondition(rule).rule).toBe(rule);
  });
});

const apart = (a: PlacedBlock, b: PlacedBlock): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe('the picture of a rule', () => {
  it.each([...DEFAULT_PROCESS.rules, branched()].map((rule, at) => [`${at} ${rule.name}`, rule] as const))(
    '[PD-6] %s: every block once, none over another, all inside, exit and ladder across',
    (_, rule) => {
      const { blocks, edges, width, height } = layoutRule(rule);
      expect(blocks.map(({ id }) => id).sort()).toEqual([...blockIds(rule)].sort());
      for (const [at, a] of blocks.entries()) {
        expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height).toBe(true);
        for (const b of blocks.slice(at + 1)) expect(apart(a, b), `${a.id} ${b.id}`).toBe(true);
      }
      const [brake] = blocks.filter(({ id }) => id === 'brake');
      expect(Math.max(...blocks.filter(({ id }) => id.startsWith('do')).map(({ y }) => y))).toBeLessThan(brake?.y ?? 0);
      // Every block but the first hangs on one before it.
      expect(edges.length).toBeGreaterThanOrEqual(blocks.length - 1);
    },
  );

  it('[PD-6] branches stand side by side in their order', () => {
    const { blocks } = layoutRule(branched());
    const tops = blocks.filter(({ id }) => id.startsWith('when'));
    expect(new Set(tops.map(({ y }) => y)).size).toBe(1);
    expect(tops.map(({ x }) => x)).toEqual(tops.map(({ x }) => x).toSorted((a, b) => a - b));
  });
});
