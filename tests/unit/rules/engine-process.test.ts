import { describe, expect, it } from 'vitest';
import { DAY_MS, DEFAULT_PROCESS, type EventId, HOUR_MS, PRESALES_RULE, waitingEffects } from '#rules';
import { ask, draftsOf, faults } from '../../support/decide-desk.ts';
import { fireDue } from '../../support/fire-due.ts';
import { templateRule } from '../../support/process-parts.ts';
import { makeStage, note, type RulesStage, START_MS, yellow } from '../../support/rules-stage.ts';

const MINUTE_MS = 60_000;
const ALERT = 'touchpoint.passed';
/** The appointment of the stage's note. */
const APPOINTED = START_MS + 2 * DAY_MS;
const alertOf = (stage: RulesStage) => stage.customer().effects.find(({ rule }) => rule === ALERT);

const appointed = (): { stage: RulesStage; made: EventId } => {
  const stage = makeStage();
  const made = stage.act('rae', 'visitNoteRecorded', note());
  return { stage, made };
};

describe('touchpoint alert', () => {
  it('[EN-6] [R35] [S25] [I25] fires at +2:00:00 and not at +1:59:59, to salesperson and direct manager', () => {
    const { stage } = appointed();
    stage.nowMs = APPOINTED + 2 * HOUR_MS - 1_000;
    expect(fireDue(stage)).not.toContain(ALERT);
    stage.nowMs = APPOINTED + 2 * HOUR_MS;
    expect(fireDue(stage)).toContain(ALERT);
    expect(alertOf(stage)).toMatchObject({ status: 'standing', recipients: ['rae', 'mia'] });
    expect(fireDue(stage)).toEqual([]);
  });

  for (const [what, act] of [
    [
      'a note',
      (stage: RulesStage, made: EventId) =>
        stage.act('rae', 'visitNoteRecorded', {
          ...note(),
          touchpoint: made,
          next: { kind: 'checkDate', atMs: APPOINTED + 9 * DAY_MS, reason: '等招标' },
        }),
    ],
    [
      'a reschedule',
      (stage: RulesStage, made: EventId) =>
        stage.act('rae', 'touchpointRescheduled', {
          note: made,
          touchpoint: { atMs: APPOINTED + 5 * DAY_MS, attendees: ['王总'], agenda: '改约', agreed: 'proposedByUs' },
        }),
    ],
    [
      'a cancellation',
      (stage: RulesStage, made: EventId) => stage.act('rae', 'touchpointCancelled', { note: made, reason: '客户出差' }),
    ],
    [
      'an outcome',
      (stage: RulesStage) =>
        stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'lost', reason: '选了别家' }),
    ],
  ] as const) {
    it(`[EN-6] [R35] [A3] not after ${what}, at +1:59 or before the appointed time`, () => {
      for (const at of [APPOINTED - HOUR_MS, APPOINTED + 119 * MINUTE_MS]) {
        const { stage, made } = appointed();
        stage.nowMs = at;
        act(stage, made);
        stage.nowMs = APPOINTED + 3 * HOUR_MS;
        expect(fireDue(stage)).not.toContain(ALERT);
      }
    });
  }

  it('[EN-6] [R60] [S25] an act in time that arrives late withdraws it; one made later ends it', () => {
    for (const [at, status] of [
      [APPOINTED + HOUR_MS, 'revoked'],
      [APPOINTED + 3 * HOUR_MS, 'ended'],
    ] as const) {
      const { stage, made } = appointed();
      stage.nowMs = APPOINTED + 2 * HOUR_MS;
      fireDue(stage);
      stage.nowMs = APPOINTED + 6 * HOUR_MS;
      const held = { ...note(), touchpoint: made, visitedAtMs: at };
      stage.act('rae', 'visitNoteRecorded', held, { atMs: at, seen: 0, device: 'rae-old' });
      expect(alertOf(stage)?.status).toBe(status);
    }
  });

  it('[EN-6] [I23] a rescheduled appointment has its own alert', () => {
    const { stage, made } = appointed();
    stage.nowMs = APPOINTED + 2 * HOUR_MS;
    fireDue(stage);
    stage.act('rae', 'touchpointRescheduled', {
      note: made,
      touchpoint: { atMs: APPOINTED + DAY_MS, attendees: ['王总'], agenda: '再来', agreed: 'proposedByUs' },
    });
    stage.nowMs = APPOINTED + DAY_MS + 2 * HOUR_MS;
    expect(fireDue(stage)).toContain(ALERT);
    expect(stage.customer().effects.filter(({ rule }) => rule === ALERT)).toHaveLength(2);
  });

  it('[EN-7] [R79] only a manager closes it, with his note and a date on which it comes back', () => {
    const { stage } = appointed();
    stage.nowMs = APPOINTED + 2 * HOUR_MS;
    fireDue(stage);
    const effect = alertOf(stage)?.id ?? '';
    const word = { effect, reason: '已线下协调，暂缓跟进', resumeAtMs: stage.nowMs + 3 * DAY_MS };
    expect(alertOf(stage)?.brake?.note).toBe('已线下协调，暂缓跟进');
    expect(faults(ask(stage, 'rae', 'effectClosed', word))).toEqual(['managersOnly']);
    expect(faults(ask(stage, 'mia', 'effectClosed', { ...word, reason: '' }))).not.toEqual([]);
    expect(faults(ask(stage, 'mia', 'effectClosed', { ...word, resumeAtMs: stage.nowMs - 1 }))).toEqual([
      'dueInPast resumeAtMs',
    ]);
    stage.act('rae', 'effectClosed', word);
    expect(alertOf(stage)?.status).toBe('standing');
    stage.act('mia', 'effectClosed', word);
    expect(alertOf(stage)).toMatchObject({ status: 'closed', closed: { resumeAtMs: word.resumeAtMs } });
    expect(faults(ask(stage, 'mia', 'effectClosed', word))).toEqual(['alreadyDone']);
    stage.pass(4 * DAY_MS);
    expect(faults(ask(stage, 'mia', 'effectClosed', { effect, reason: '还在协调' }))).toEqual([]);
  });
});

describe('stages', () => {
  it('[EN-8] [R9] [R14] past its limit a stage opens a gap; the ladder tells, then hands over with everything intact', () => {
    const stage = makeStage();
    stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '电话', atMs: stage.nowMs });
    stage.act('rae', 'statusMarked', yellow());
    const entered = stage.customer().opportunities[0]?.visits[0]?.enteredAt ?? 0;
    const at = (days: number): readonly string[] => {
      // The ladder counts from the firing, a moment after the limit.
      stage.nowMs = entered + days * DAY_MS + (days > 14 ? 60_000 : 1_000);
      return fireDue(stage);
    };
    expect(at(13)).not.toContain('stage.overdue');
    expect(at(14)).toContain('stage.overdue');
    expect(at(17)).toContain('stage.overdue/owner');
    expect(at(19)).toContain('stage.overdue/manager');
    const before = stage.customer();
    expect(before.effects.find(({ rung }) => rung === 'manager')?.recipients).toEqual(['mia']);
    expect(at(21)).toContain('stage.overdue/takeOver');
    const after = stage.customer();
    expect([before.owner, after.owner]).toEqual(['rae', 'mia']);
    expect(after.opportunities).toEqual(before.opportunities);
    expect(after.notes).toEqual(before.notes);
    expect(after.marks).toEqual(before.marks);
    const open = after.tasks.filter(({ status }) => status === 'open');
    expect(open.map(({ assignee }) => assignee)).toEqual(['mia']);
    expect(after.owners.map(({ owner }) => owner)).toEqual(['rae', 'mia']);
  });

  it('[EN-8] [R9] leaving the stage or closing the gap stops the ladder', () => {
    const left = makeStage();
    left.pass(15 * DAY_MS);
    fireDue(left);
    left.act('rae', 'fieldPatched', { opportunity: 'o1', field: 'need', value: '石板' });
    left.act('rae', 'stageEntered', { opportunity: 'o1', stage: 'needConfirmed', from: 'initialContact', basis: null });
    left.pass(10 * DAY_MS);
    expect(fireDue(left).filter((rule) => rule.startsWith('stage.overdue/'))).toEqual([]);
    expect(left.customer().effects.find(({ rule }) => rule === 'stage.overdue')).toMatchObject({ status: 'ended' });
    const closed = makeStage();
    closed.pass(15 * DAY_MS);
    fireDue(closed);
    const effect = closed.customer().effects.find(({ rule }) => rule === 'stage.overdue')?.id ?? '';
    closed.act('mia', 'effectClosed', { effect, reason: '客户在招标' });
    closed.pass(10 * DAY_MS);
    expect(fireDue(closed).filter((rule) => rule.startsWith('stage.overdue/'))).toEqual([]);
  });

  it('[EN-8] [R9] a branch has its own ladder, per stage or customer grade', () => {
    const stage = makeStage();
    const overdue = templateRule('stage.overdue', ({ branches, escalate }) => ({
      branches: [
        {
          ...(branches[0] ?? { do: [] }),
          when: { kind: 'test', field: 'segment', op: 'is', value: 'project' },
          escalate: [{ id: 'boss', after: { amount: 1, unit: 'day' }, to: 'companyOwner', act: 'tell' }],
        },
        ...branches,
      ],
      escalate,
    }));
    stage.act('boss', 'processPublished', { part: { kind: 'rule', rule: overdue } });
    stage.pass(16 * DAY_MS);
    expect(fireDue(stage)).not.toContain('stage.overdue/boss');
    stage.pass(DAY_MS + 60_000);
    expect(fireDue(stage)).toContain('stage.overdue/boss');
    expect(stage.customer().effects.find(({ rung }) => rung === 'boss')?.recipients).toEqual(['boss']);
  });

  it('[EN-11] [R11] [R8] a skipped stage always tells owner and manager, and is a gap', () => {
    const stage = makeStage();
    const entry = { opportunity: 'o1', stage: 'proposalQuote', from: 'initialContact', basis: null };
    stage.act('rae', 'stageEntered', { ...entry, skippedReason: '客户直接要报价' });
    expect(fireDue(stage)).toContain('stage.skipped');
    expect(stage.customer().effects.find(({ rule }) => rule === 'stage.skipped')).toMatchObject({
      recipients: ['rae', 'mia'],
      gap: 'skippedStage',
      holder: 'rae',
    });
  });

  it('[EN-10] [R12] fields of two people that contradict are told to both and the manager, until settled', () => {
    const stage = makeStage();
    const soon = stage.nowMs + 10 * DAY_MS;
    stage.act('rob', 'fieldPatched', { opportunity: 'o1', field: 'expectedCloseMs', value: soon });
    expect(fireDue(stage)).toContain('stage.closeWithoutChain');
    const effect = stage.customer().effects.find(({ rule }) => rule === 'stage.closeWithoutChain');
    expect(effect).toMatchObject({ recipients: ['rob', 'rae', 'mia'], gap: 'contradiction', status: 'standing' });
    stage.pass(HOUR_MS);
    stage.act('rae', 'fieldPatched', { opportunity: 'o1', field: 'decisionChain', value: '采购 → 院长' });
    expect(stage.customer().effects.find(({ id }) => id === effect?.id)?.status).toBe('ended');
    expect(fireDue(stage)).not.toContain('stage.closeWithoutChain');
  });

  it('[EN-10] [R12] nothing before the date comes near, and it needs no new event to come near', () => {
    const stage = makeStage();
    const far = stage.nowMs + 30 * DAY_MS;
    stage.act('rob', 'fieldPatched', { opportunity: 'o1', field: 'expectedCloseMs', value: far });
    expect(fireDue(stage)).not.toContain('stage.closeWithoutChain');
    stage.pass(17 * DAY_MS);
    expect(fireDue(stage)).toContain('stage.closeWithoutChain');
  });
});

describe('versions', () => {
  const published = (stage: RulesStage, days: number, more = {}): EventId => {
    const rule = templateRule('statusCard.silent', ({ on }) => ({
      on: { ...on, for: { amount: days, unit: 'day' } } as never,
    }));
    return stage.act('boss', 'processPublished', { part: { kind: 'rule', rule } }, more);
  };
  const silentDue = (stage: RulesStage): number | undefined =>
    waitingEffects(stage.customer(), stage.fold().ruleBook()).find(({ rule }) => rule === 'statusCard.silent')?.dueAt;

  it('[EN-9] [S20] [I18] shortening fires overdue timers at the version’s tick, lengthening moves those not reached', () => {
    const stage = makeStage();
    stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '电话', atMs: stage.nowMs });
    const since = stage.nowMs;
    stage.pass(30 * DAY_MS);
    published(stage, 20);
    const tick = stage.fold().org();
    expect(tick.processVersion).not.toBe('template');
    const shortened = silentDue(stage) ?? 0;
    expect(shortened).toBeGreaterThan(since + 30 * DAY_MS - 1);
    published(stage, 90);
    expect(silentDue(stage)).toBe(shortened);
    const other = makeStage();
    other.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '电话', atMs: other.nowMs });
    other.pass(DAY_MS);
    published(other, 90);
    expect(silentDue(other)).toBe(since + 90 * DAY_MS);
  });

  it('[EN-9] [S19] a version made without seeing the one it replaces says so, and both stand in the history', () => {
    const stage = makeStage();
    const first = published(stage, 40);
    published(stage, 50, { device: 'boss-desk' });
    expect(stage.fold().processChanges()).toMatchObject([
      { id: first, replacedUnseen: null },
      { replacedUnseen: first, author: 'boss' },
    ]);
  });

  it('[EN-19] [I22] a part of a newer client is kept and not run, and rules that are off do nothing', () => {
    const stage = makeStage();
    const rule = { ...templateRule('statusCard.silent'), on: { kind: 'moonPhase' } };
    stage.write('boss', 'processPublished', { part: { kind: 'rule', rule } });
    expect(stage.fold().org().processVersion).toBe('template');
    stage.act('boss', 'processPublished', {
      part: { kind: 'rule', rule: templateRule(PRESALES_RULE, () => ({ isOn: false })) },
    });
    stage.act('boss', 'processPublished', {
      part: { kind: 'rule', rule: templateRule('statusCard.noHistory', () => ({ isOn: false })) },
    });
    stage.pass(20 * DAY_MS);
    expect(fireDue(stage)).not.toContain('statusCard.noHistory');
  });

  it('[EN-9] [R10] a publication rests on the version of its own part', () => {
    const stage = makeStage();
    const heatmap = { kind: 'heatmap', heatmap: DEFAULT_PROCESS.heatmap };
    const partVersions = { heatmap: 'v1' as EventId, stages: 'v2' as EventId };
    const [draft] = draftsOf(
      ask(stage, 'boss', 'processPublished', { part: heatmap, note: '改周数' }, { subject: 'org', partVersions }),
    );
    expect(draft).toMatchObject({ payload: { basis: 'v1', note: '改周数' }, cites: ['v1'] });
  });
});

describe('own fields', () => {
  const withField = (): RulesStage => {
    const stage = makeStage();
    const field = {
      id: 'x_ward',
      name: '科室',
      of: 'customer' as const,
      type: 'choice' as const,
      options: [
        { id: 'icu', name: '重症', requires: ['keyContact'] },
        { id: 'er', name: '急诊', requires: [] },
      ],
      isRetired: false,
    };
    stage.act('boss', 'processPublished', { part: { kind: 'fields', fields: [field] } });
    return stage;
  };

  it('[EN-17] [R15] a field of the company takes its options, and an option asks for what it needs', () => {
    const stage = withField();
    const patch = (value: unknown) => faults(ask(stage, 'rae', 'fieldPatched', { field: 'x_ward', value }));
    expect(patch('moon')).toEqual(['invalid x_ward']);
    expect(patch('icu')).toEqual(['fieldsMissing x_ward']);
    expect(patch('er')).toEqual([]);
    stage.act('rae', 'fieldPatched', { field: 'x_ward', value: 'er' });
    expect(stage.customer().fields['x_ward']?.leaves[0]?.value).toBe('er');
    expect(faults(ask(stage, 'rae', 'fieldPatched', { field: 'x_gone', value: 'a' }))).toEqual(['invalid x_gone']);
  });

  it('[EN-17] [R9] [R15] the form of a new customer asks for what it says, own fields included', () => {
    const stage = withField();
    const customer = [
      { field: 'x_ward', isRequired: true },
      { field: 'city', isRequired: true },
    ];
    stage.act('boss', 'processPublished', { part: { kind: 'forms', forms: { customer } } });
    const create = (profile: object) =>
      faults(
        ask(
          stage,
          'rae',
          'customerCreated',
          {
            territory: 'east',
            profile,
            owner: 'rae',
            opportunity: { opportunity: 'o2', name: '首单', stage: 'initialContact' },
          },
          { subject: 'c2' },
        ),
      );
    expect(create({ name: '新客户' })).toEqual(['required profile.own.x_ward', 'required profile.city']);
    expect(create({ name: '新客户', city: '上海', own: { x_ward: 'er' } })).toEqual([]);
    expect(create({ name: '新客户', city: '上海', own: { x_ward: 'moon' } })).toEqual(['invalid profile.own.x_ward']);
  });

  it('[EN-17] [R19] a colour asks for its own fields', () => {
    const stage = makeStage();
    const statusCard = {
      ...DEFAULT_PROCESS.statusCard,
      requiredFields: { green: [], yellow: ['competitor'], red: [] },
    };
    stage.act('boss', 'processPublished', { part: { kind: 'statusCard', statusCard } });
    const mark = { colour: 'yellow', need: '石板', openItems: ['budget'] };
    expect(faults(ask(stage, 'rae', 'statusMarked', mark))).toEqual(['fieldsMissing']);
    stage.act('rae', 'fieldPatched', { field: 'competitor', value: '甲公司' });
    expect(faults(ask(stage, 'rae', 'statusMarked', mark))).toEqual([]);
  });

  it('[EN-17] [R9] what a stage asks for may depend on where one comes from', () => {
    const stage = makeStage();
    const stages = DEFAULT_PROCESS.stages.map((one) =>
      one.id === 'needConfirmed'
        ? { ...one, requiredFields: [], transitions: [{ from: 'initialContact', requiredFields: ['competitor'] }] }
        : one,
    );
    stage.act('boss', 'processPublished', { part: { kind: 'stages', stages } });
    const enter = () => faults(ask(stage, 'rae', 'stageEntered', { opportunity: 'o1', stage: 'needConfirmed' }));
    expect(enter()).toEqual(['stageFieldsMissing stage']);
    stage.act('rae', 'fieldPatched', { field: 'competitor', value: '甲公司' });
    expect(enter()).toEqual([]);
  });
});
