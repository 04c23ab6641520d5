// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_PROCESS, type ProcessPart } from '#rules';
import { process as words } from '../../../client/locales/zh-CN/process.ts';
import { processRules } from '../../../client/locales/zh-CN/process-rules.ts';
import { processStages } from '../../../client/locales/zh-CN/process-stages.ts';
import { templateRule } from '../../support/process-parts.ts';
import { makeStage, START_MS } from '../../support/rules-stage.ts';
import { openProcess, processClient, QUIET } from './process-desk.tsx';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START_MS });
  // A phone: the rule as a list.
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const OVERDUE = '/process/rules/stage~overdue';
const press = (name: string | RegExp): void => {
  const [button] = screen.getAllByRole('button', { name });
  if (button === undefined) throw new Error(`no button ${name}`);
  fireEvent.click(button);
};
const type = (label: string, value: string): void => {
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
};
const dialog = () => within(screen.getByRole('dialog'));
const shut = (): Promise<void> => vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
const done = async (): Promise<void> => {
  fireEvent.click(dialog().getByRole('button', { name: words.done }));
  await shut();
};
const begun = async (name: string): Promise<void> => {
  await vi.waitFor(() => expect(screen.getByRole('heading', { level: 2, name })).toBeTruthy());
};
const publishNow = async (): Promise<void> => {
  press(/^发布 v/);
  await vi.waitFor(() => fireEvent.click(dialog().getByRole('button', { name: words.publishAct })));
};
const renamed = (name: string): ProcessPart => ({
  kind: 'rule',
  rule: templateRule('stage.overdue', () => ({ name })),
});

describe('a rule in the designer', () => {
  it('[PD-4][R80] publishing without an exit is refused at its block; written there, it is in force', async () => {
    const stage = makeStage();
    const client = processClient(stage, 'boss');
    openProcess(client, '/process/rules');
    await vi.waitFor(() => press(processRules.fresh));
    await begun(processRules.newName);
    press(/^发布 v1/);
    await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain('还没写谁能叫停'));
    expect(client.ran).toEqual([]);
    fireEvent.click(within(screen.getByRole('alert')).getByRole('button', { name: /还没写谁能叫停/ }));
    await vi.waitFor(() => fireEvent.click(dialog().getByRole('button', { name: processRules.writeExit })));
    await vi.waitFor(() => expect(dialog().getByLabelText(processRules.exit)).toBeTruthy());
    await done();
    await publishNow();
    await vi.waitFor(() => expect(stage.fold().org().process.rules).toHaveLength(DEFAULT_PROCESS.rules.length + 1));
    expect(stage.fold().org().process.rules.at(-1)).toMatchObject({ brake: { exit: 'close', reason: true } });
    await vi.waitFor(() => expect([...client.drafts.keys()].filter((key) => key.includes('rule'))).toEqual([]));
  });

  it('[FA-16][R75] a part is published with the time its author had it before him, over a restart too', async () => {
    let clock = 1_000;
    vi.spyOn(performance, 'now').mockImplementation(() => clock);
    const look = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible');
    const turn = (to: DocumentVisibilityState): void => {
      look.mockReturnValue(to);
      document.dispatchEvent(new Event('visibilitychange'));
    };
    const client = processClient(makeStage(), 'boss');
    const change = async (days: string): Promise<void> => {
      await vi.waitFor(() => fireEvent.click(dialog().getByLabelText(processRules.limit)));
      await vi.waitFor(() => type(processRules.time, days));
      await done();
    };
    const first = openProcess(client, OVERDUE);
    await begun('阶段超期逐级提醒');
    clock += 30_000;
    press('在任一阶段停留超过该阶段的期限');
    await change('9');
    clock += 5_000;
    turn('hidden');
    clock += 3_600_000;
    turn('visible');
    clock += 1_000;
    first.unmount();
    clock += 600_000;
    await vi.waitFor(() =>
      expect(client.drafts.get('process-draft-rule:stage.overdue')).toMatchObject({ spentMs: 36_000 }),
    );
    openProcess(client, OVERDUE);
    await begun('阶段超期逐级提醒');
    clock += 4_000;
    await publishNow();
    await vi.waitFor(() => expect(client.ran).toHaveLength(1));
    expect(client.ran[0]).toMatchObject({ type: 'processPublished', payload: { spentMs: 40_000 } });
  });

  it('[PD-2][PD-12] a token of the sentence opens its block; what is changed is kept over a restart and can be thrown away', async () => {
    const client = processClient(makeStage(), 'boss');
    const first = openProcess(client, OVERDUE);
    await begun('阶段超期逐级提醒');
    press('在任一阶段停留超过该阶段的期限');
    await vi.waitFor(() => fireEvent.click(dialog().getByLabelText(processRules.limit)));
    await vi.waitFor(() => type(processRules.time, '9'));
    await done();
    await vi.waitFor(() => expect(screen.getByRole('button', { name: '在任一阶段停留 9 天' })).toBeTruthy());
    first.unmount();
    await vi.waitFor(() => expect(client.drafts.has('process-draft-rule:stage.overdue')).toBe(true));
    openProcess(client, OVERDUE);
    await vi.waitFor(() => expect(screen.getByRole('button', { name: '在任一阶段停留 9 天' })).toBeTruthy());
    expect(client.ran).toEqual([]);
    press(words.discard);
    await vi.waitFor(() => expect(screen.getByRole('button', { name: '在任一阶段停留超过该阶段的期限' })).toBeTruthy());
    expect(screen.getByText(words.noChange)).toBeTruthy();
  });

  it('[PD-13] Delete takes a block out, Ctrl Z brings it back; what cannot go says so', async () => {
    openProcess(processClient(makeStage(), 'boss'), OVERDUE);
    await begun('阶段超期逐级提醒');
    const ladder = () => screen.queryByRole('button', { name: /^再不动：/ });
    fireEvent.keyDown(ladder() ?? document.body, { key: 'Delete' });
    await vi.waitFor(() => expect(ladder()).toBeNull());
    fireEvent.keyDown(window, { key: 'z', ctrlKey: true });
    await vi.waitFor(() => expect(ladder()).toBeTruthy());
    expect(screen.getByText(words.noChange)).toBeTruthy();
    fireEvent.keyDown(screen.getByRole('button', { name: /^当：/ }), { key: 'Delete' });
    await vi.waitFor(() => expect(screen.getByText(processRules.keep)).toBeTruthy());
  });

  it('[PD-8][S19] somebody else published meanwhile: both are shown, and mine goes on knowing his', async () => {
    const stage = makeStage();
    const client = processClient(stage, 'boss');
    openProcess(client, OVERDUE);
    await begun('阶段超期逐级提醒');
    press(processRules.head);
    await vi.waitFor(() => type(processRules.name, '超期就提醒'));
    await done();
    stage.act('boss', 'memberInvited', { member: 'ada', name: 'ada', role: 'admin', territories: [] });
    stage.admit('ada');
    client.publish('ada', renamed('太久没动'));
    await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain('ada'));
    expect(screen.getByRole('list', { name: words.theirs }).textContent).toContain('太久没动');
    expect(screen.getByRole('list', { name: words.yours }).textContent).toContain('超期就提醒');
    press(words.keepMine);
    await vi.waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    await publishNow();
    await vi.waitFor(() =>
      expect(
        stage
          .fold()
          .org()
          .process.rules.find(({ id }) => id === 'stage.overdue')?.name,
      ).toBe('超期就提醒'),
    );
    expect(
      stage
        .fold()
        .processChanges()
        .map(({ replacedUnseen }) => replacedUnseen),
    ).toEqual([null, null]);
  });

  it('[PD-8][R10] the past names who, when, why and what; an earlier version can be taken up again', async () => {
    const stage = makeStage();
    const client = processClient(stage, 'boss');
    client.publish('boss', renamed('太久没动'));
    openProcess(client, OVERDUE);
    await begun('太久没动');
    press(words.history);
    await vi.waitFor(() => expect(dialog().getAllByRole('listitem').length).toBeGreaterThan(1));
    expect(dialog().getByText('v2')).toBeTruthy();
    expect(dialog().getByText(words.inForce)).toBeTruthy();
    expect(dialog().getByText(/^老板 /)).toBeTruthy();
    fireEvent.click(dialog().getByRole('button', { name: words.useAsDraft }));
    await shut();
    await begun('阶段超期逐级提醒');
    expect(screen.getByRole('button', { name: words.publish(3) })).toBeTruthy();
  });

  it('[PD-14][R67] who may not publish reads the same rule and changes nothing', async () => {
    openProcess(processClient(makeStage(), 'mia'), OVERDUE);
    await begun('阶段超期逐级提醒');
    expect(screen.getByText(words.readOnly)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^发布/ })).toBeNull();
    press(/^再不动：/);
    expect(screen.queryByRole('dialog')).toBeNull();
    fireEvent.keyDown(screen.getByRole('button', { name: /^再不动：/ }), { key: 'Delete' });
    expect(screen.getByRole('button', { name: /^再不动：/ })).toBeTruthy();
  });
});

describe('publishing held', () => {
  const rename = async (name: string): Promise<void> => {
    await begun('阶段超期逐级提醒');
    press(processRules.head);
    await vi.waitFor(() => type(processRules.name, name));
    await done();
  };
  const released = async (reason: string): Promise<void> => {
    await vi.waitFor(() => expect(dialog().getByText(words.heldTitle)).toBeTruthy());
    fireEvent.click(dialog().getByRole('button', { name: words.publishAct }));
    await vi.waitFor(() => expect(dialog().getByText(words.heldNeedsNote)).toBeTruthy());
    type(words.heldNote, reason);
    fireEvent.click(dialog().getByRole('button', { name: words.publishAct }));
    await shut();
  };

  it('[CP-25][PD-12] the note is there again after a slip of the finger, and thrown away with the draft or once published', async () => {
    const client = processClient(makeStage(), 'boss');
    client.answer('dryRun', { done: 30, total: 30, result: QUIET });
    openProcess(client, OVERDUE);
    const note = () => dialog().getByLabelText<HTMLTextAreaElement>(new RegExp(words.note));
    const KEPT = 'publish-rule:stage.overdue';
    const close = async (): Promise<void> => {
      fireEvent.click(dialog().getByRole('button', { name: words.cancel }));
      await shut();
    };
    await rename('超期就提醒');
    press(/^发布 v/);
    await vi.waitFor(() => fireEvent.input(note(), { target: { value: '原来太长' } }));
    await close();
    await vi.waitFor(() => expect(client.drafts.get(KEPT)).toBe('原来太长'));
    press(words.discard);
    await vi.waitFor(() => expect(client.drafts.has(KEPT)).toBe(false));
    await rename('超期提醒');
    press(/^发布 v/);
    await vi.waitFor(() => expect(note().value).toBe(''));
    fireEvent.input(note(), { target: { value: '名字短一点' } });
    await close();
    press(/^发布 v/);
    await vi.waitFor(() => expect(note().value).toBe('名字短一点'));
    await vi.waitFor(() => fireEvent.click(dialog().getByRole('button', { name: words.publishAct })));
    await shut();
    expect(client.ran).toMatchObject([{ payload: { note: '名字短一点' } }]);
    await vi.waitFor(() => expect(client.drafts.has(KEPT)).toBe(false));
  });

  it('[PD-16][R10] a rule that meets nearly everybody or sends too much waits for a reason, which its version keeps', async () => {
    const stage = makeStage();
    const client = processClient(stage, 'boss');
    client.answer('dryRun', { done: 1, total: 30, result: null });
    openProcess(client, OVERDUE);
    await rename('超期就提醒');
    press(/^发布 v/);
    await vi.waitFor(() =>
      expect(dialog().getByRole<HTMLButtonElement>('button', { name: words.checking }).disabled).toBe(true),
    );
    const crowd = { ...QUIET, customers: 30, matchesEverybody: true, messagesPerDay: 240, sendsTooMuch: true };
    client.answer('dryRun', { done: 30, total: 30, result: crowd });
    await vi.waitFor(() => expect(dialog().getByText(words.holds.matchesEverybody(30, 30))).toBeTruthy());
    expect(dialog().getByText(words.holds.sendsTooMuch(240, 200))).toBeTruthy();
    await released('季末清一遍');
    expect(client.ran.map(({ payload }) => (payload as { note?: string }).note)).toEqual(['季末清一遍']);
    expect(stage.fold().processChanges().at(-1)?.note).toBe('季末清一遍');
  });

  it('[PD-16][R9] an older list of stages that drops one in which customers stand waits for a reason too', async () => {
    const stage = makeStage();
    const client = processClient(stage, 'boss');
    const stages = DEFAULT_PROCESS.stages.filter(({ id }) => id !== 'initialContact');
    client.drafts.set('process-drafts', ['stages']);
    client.drafts.set('process-draft-stages', { part: { kind: 'stages', stages }, basis: null });
    openProcess(client, '/process/stages');
    await vi.waitFor(() => press(/^发布 v/));
    await vi.waitFor(() => expect(dialog().getByText(words.holds.dropsStage('初步接触', 1))).toBeTruthy());
    await released('并到需求确认');
    expect(stage.fold().org().process.stages).toHaveLength(5);
  });
});

describe('stages in the designer', () => {
  const rows = () =>
    within(screen.getByRole('list', { name: processStages.list }))
      .getAllByRole('button', { name: /^改「/ })
      .map((row) => row.getAttribute('aria-label'));

  it('[PD-15][R9] the order is changed by button and by Alt and arrow; a renamed stage keeps its id', async () => {
    const stage = makeStage();
    openProcess(processClient(stage, 'boss'), '/process/stages');
    await vi.waitFor(() => press(processStages.up('内部立项')));
    expect(rows().slice(1, 3)).toEqual(['改「内部立项」', '改「需求确认」']);
    fireEvent.keyDown(screen.getByRole('button', { name: '改「内部立项」' }), { key: 'ArrowUp', altKey: true });
    expect(rows()[0]).toBe('改「内部立项」');
    press('改「方案报价」');
    await vi.waitFor(() => type(processStages.name, '方案与报价'));
    await done();
    await publishNow();
    await vi.waitFor(() =>
      expect(
        stage
          .fold()
          .org()
          .process.stages.map(({ id, name }) => `${id} ${name}`),
      ).toEqual([
        'internalApproval 内部立项',
        'initialContact 初步接触',
        'needConfirmed 需求确认',
        'proposalQuote 方案与报价',
        'negotiation 商务谈判',
        'contractSigning 合同签署',
      ]),
    );
  });

  it('[PD-15] a stage in which customers stand is not removed: how many is said', async () => {
    openProcess(processClient(makeStage(), 'boss'), '/process/stages');
    await vi.waitFor(() => press('改「初步接触」'));
    await vi.waitFor(() => fireEvent.click(dialog().getByRole('button', { name: processStages.remove })));
    await vi.waitFor(() => expect(screen.getByText(processStages.inUse('初步接触', 1))).toBeTruthy());
    press(processStages.ok);
    await done();
    expect(rows()).toHaveLength(6);
    press('改「合同签署」');
    await vi.waitFor(() => fireEvent.click(dialog().getByRole('button', { name: processStages.remove })));
    await vi.waitFor(() => expect(screen.getByText(processStages.removeLine)).toBeTruthy());
    fireEvent.click(screen.getAllByRole('button', { name: processStages.remove }).at(-1) ?? document.body);
    await vi.waitFor(() => expect(rows()).toHaveLength(5));
  });

  it('[PD-5] a stage without a name or with a limit of no days is refused at its field', async () => {
    const client = processClient(makeStage(), 'boss');
    openProcess(client, '/process/stages');
    await vi.waitFor(() => press('改「初步接触」'));
    await vi.waitFor(() => type(processStages.limit, '几天'));
    await done();
    press(/^发布 v/);
    await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain(words.missing));
    press('改「初步接触」');
    await vi.waitFor(() =>
      expect(screen.getByLabelText(processStages.limit).getAttribute('aria-invalid')).toBe('true'),
    );
    expect(client.ran).toEqual([]);
  });
});
