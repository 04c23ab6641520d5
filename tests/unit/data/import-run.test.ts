import { describe, expect, it } from 'vitest';
import type { Command, RefusalCode } from '#rules';
import type { CommandOutcome } from '../../../client/data/contract.ts';
import { runPlan } from '../../../client/features/import/run-plan.ts';
import { planOf } from '../rules/import-support.ts';

const HEADINGS = ['客户名称', '商机编号', '阶段', '进入阶段日期', '成交日期', '金额', '电话'];
const ROWS = [
  HEADINGS,
  ['甲', 'D1', '成交', '2026-01-05', '2026-02-01', '9', '13812345678'],
  ['甲', 'D2', '丢单', '2026-01-05', '2026-02-01', '', ''],
  ['乙', 'D3', '需求确认', '2026-01-05', '', '', ''],
];
const SAVED: CommandOutcome = { kind: 'saved', events: [], warnings: [] };
const refusal = (code: RefusalCode): CommandOutcome => ({
  kind: 'refused',
  refusals: [{ code, field: null, params: {}, rule: 'r', version: 'v' }],
});

/** Remembers command ids as the data layer does. */
const recorder = (answer: (command: Command) => CommandOutcome = () => SAVED) => {
  const done: { id: string; command: Command }[] = [];
  return {
    done,
    run: (command: Command, id = ''): Promise<CommandOutcome> => {
      if (done.some((one) => one.id === id)) return Promise.resolve(SAVED);
      const outcome = answer(command);
      if (outcome.kind === 'saved') done.push({ id, command });
      return Promise.resolve(outcome);
    },
  };
};
const runOn = (client: ReturnType<typeof recorder>, isStopped = () => false) =>
  runPlan({ client, plan: planOf(ROWS), onProgress: () => undefined, isStopped });
const types = (client: ReturnType<typeof recorder>, subject: string) =>
  client.done.filter(({ command }) => command.subject === subject).map(({ command }) => command.type);

describe('import: running a plan', () => {
  it('[IM-26] steps of a customer run in order', async () => {
    const client = recorder();
    expect(await runOn(client)).toEqual({ failed: new Map(), notReached: [], stopped: null });
    const [first] = planOf(ROWS).customers;
    expect(types(client, first?.customer ?? '')).toEqual([
      'customerCreated',
      'contactSaved',
      'opportunityEnded',
      'opportunityAdded',
      'opportunityEnded',
    ]);
  });

  it('[IM-26] a customer that cannot be made takes its rows with it, another step only its own', async () => {
    const none = await runOn(recorder(({ type }) => (type === 'customerCreated' ? refusal('notEntitled') : SAVED)));
    expect([...none.failed.keys()].sort()).toEqual([2, 3, 4]);
    const one = await runOn(recorder(({ type }) => (type === 'opportunityAdded' ? refusal('stageUnknown') : SAVED)));
    expect([...one.failed.keys()]).toEqual([3]);
    expect(one.failed.get(3)).toMatch(/\p{Script=Han}/u);
  });

  it('[IM-26][IM-21] what was there before is not touched again', async () => {
    const client = recorder(({ type }) => (type === 'customerCreated' ? refusal('alreadyDone') : SAVED));
    expect((await runOn(client)).failed.size).toBe(0);
    expect(client.done.map(({ command }) => command.type)).toEqual(['opportunityAdded', 'opportunityEnded']);
  });

  it('[IM-27] a stop says what was not reached, and the next run does only that', async () => {
    const client = recorder();
    const stopped = await runOn(client, () => client.done.length >= 3);
    expect(stopped.stopped).toEqual({ kind: 'asked' });
    expect(stopped.notReached.length).toBeGreaterThan(0);
    const before = client.done.length;
    expect((await runOn(client)).stopped).toBeNull();
    const all = recorder();
    await runOn(all);
    expect(client.done.length).toBeGreaterThan(before);
    expect(client.done.map(({ id }) => id).sort()).toEqual(all.done.map(({ id }) => id).sort());
  });

  it('[IM-27] a full disk stops it with its sentence, a broken data layer without one', async () => {
    const full = await runOn(recorder(() => ({ kind: 'storage', reason: 'quota' })));
    expect(full.stopped).toMatchObject({ kind: 'problem' });
    expect(full.notReached).toHaveLength(3);
    const broken = await runPlan({
      client: { run: () => Promise.reject(new Error('gone')) },
      plan: planOf(ROWS),
      onProgress: () => undefined,
      isStopped: () => false,
    });
    expect(broken.stopped).toEqual({ kind: 'problem', words: '' });
  });
});
