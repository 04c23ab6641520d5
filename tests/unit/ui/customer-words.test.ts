import { describe, expect, it } from 'vitest';
import { DAY_MS, DEFAULT_PROCESS, documentClassOf, PRESALES_RULE, type TimelineEntry } from '#rules';
import { effectOf, entryWords, type WordContext } from '../../../client/features/customer/timeline/entry-words.ts';
import { customerTimeline as words } from '../../../client/locales/zh-CN/customer-timeline.ts';
import { amountWords } from '../../../client/views/amount-words.ts';
import { fieldLook } from '../../../client/views/field-look.ts';
import { draftOf, readDraft } from '../../../client/views/field-values.ts';
import { sinceWords } from '../../../client/views/time-left.ts';
import { EVENT_TYPES } from '../../support/event-types.ts';
import { green, makeStage, note, PDF_HASH, red, START_MS } from '../../support/rules-stage.ts';

/** One payload of each type, as an honest device writes it. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  companyFounded: { name: '石板建材' },
  territoryDefined: { territory: 'east', name: '华东' },
  memberInvited: { member: 'rae', name: 'rae', role: 'rep', territories: [] },
  memberChanged: { member: 'rae', active: false },
  leaveEntered: { member: 'rae', fromMs: START_MS, untilMs: START_MS + 86_400_000 },
  leaveCancelled: { leave: 'e1' },
  processPublished: { process: DEFAULT_PROCESS },
  baselineSet: { metric: 'visits', thousandths: 8200, source: '8–9 月周报' },
  customerCreated: { profile: { name: '石板' } },
  fieldPatched: { field: 'budgetFen', value: 60_000_000 },
  opportunityAdded: { opportunity: 'o2', name: '二期', stage: 'initialContact' },
  customerHandedOver: { to: 'rob' },
  leadOffered: { to: 'rob', after: 'e1' },
  leadAccepted: { offer: 'e1' },
  leadDeclined: { offer: 'e1', reason: '不在我这一片' },
  leadAssigned: { to: 'rob', territory: 'east' },
  leadDiscarded: { reason: '空号' },
  statusMarked: red(),
  stageEntered: { opportunity: 'o1', from: 'initialContact', stage: 'needConfirmed', basis: null },
  opportunityEnded: { opportunity: 'o1', outcome: 'lost', reason: '没预算' },
  opportunityReopened: { opportunity: 'o1', reason: '回头了' },
  visitNoteRecorded: note(),
  commitmentDelivered: { note: 'n' },
  touchpointRescheduled: { note: 'n', touchpoint: { atMs: START_MS, attendees: ['王总'], agenda: '看样' } },
  touchpointCancelled: { note: 'n', reason: '改期' },
  interactionRecorded: { channel: 'call', answered: false, summary: '没接', atMs: START_MS },
  inquiryReceived: { opportunity: 'o1', summary: '问价', atMs: START_MS },
  quoteSent: { opportunity: 'o1', summary: '报价', amountFen: 100, atMs: START_MS },
  taskCompleted: { task: 't' },
  taskReassigned: { task: 't', to: 'pia', reason: '忙' },
  taskReturned: { task: 't', missing: '图纸' },
  taskResumed: { task: 't' },
  taskSnoozed: { task: 't', untilMs: START_MS },
  overrideSettled: { mark: 'm', isValid: false, reason: '当天没有信号' },
  effectSnoozed: { effect: 'x', untilMs: START_MS },
  effectClosed: { effect: 'x', reason: '已线下协调，暂缓跟进', resumeAtMs: START_MS },
  appealFiled: { effect: 'x', reason: '通过电话', evidence: [] },
  storeDefined: { store: 's1', territory: 'east', name: '徐汇店' },
  complaintRecorded: { summary: '板材晚到三天', atMs: 1 },
  complaintResolved: { complaint: 'k', reason: '已补发' },
  taskAssigned: { title: '约总监见面', to: 'rae', dueMs: 1, script: '先问预算' },
  appealDecided: { appeal: 'a', isAccepted: false, reason: '不是这个客户' },
  poolReleased: { effect: 'x', to: 'rob', reason: '换人跟' },
  customerVoided: { reason: '公司注销了' },
  customerMerged: { into: 'c2' },
  mergeUndone: { merges: ['m'], reason: '不是一家' },
  noticeSeen: { notice: 'x' },
  contactAccessRequested: {},
  contactAccessGranted: { member: 'rob' },
  retracted: { event: 'e0' },
  historyShared: { row: '[]', received: 1, mac: 'm' },
  contactSaved: { person: 'w', name: '王总' },
};

const stage = makeStage();
const context: WordContext = {
  customer: stage.customer(),
  nameOf: (member) => member,
  stages: DEFAULT_PROCESS.stages,
  lookOf: (field) => fieldLook(DEFAULT_PROCESS, field),
  nowMs: stage.nowMs,
};
const entry = (type: string, payload: unknown): TimelineEntry => {
  const [first] = stage.customer().timeline;
  if (!first) throw new Error('an empty timeline');
  return { ...first, type, payload };
};

describe('words of the timeline', () => {
  const inHistory = EVENT_TYPES.filter((type) => documentClassOf(type) !== 'desk');
  it.each(inHistory)('[CP-9] %s has a sentence', (type) => {
    const { line } = entryWords(entry(type, SAMPLES[type]), context);
    expect(line).toMatch(/\p{Script=Han}/u);
    expect(line).not.toMatch(/undefined|null|NaN/);
    expect(line).not.toBe(words.events.unknown);
  });

  it('[CP-9] a type of a newer version says so, also one named like a property of every object', () => {
    for (const type of ['teleported', 'toString', 'constructor']) {
      expect(entryWords(entry(type, {}), context)).toEqual({ line: words.events.unknown, details: [] });
    }
  });

  it('[CP-10] [R13] an automatic line says what was done, its rule and its cause', () => {
    const customer = makeStage();
    customer.attest();
    const mark = customer.act('rae', 'statusMarked', green(null, PDF_HASH));
    const state = customer.customer();
    const line = state.timeline.find(({ automaticBy }) => automaticBy === PRESALES_RULE);
    if (!line) throw new Error('no automatic line');
    expect((line.payload as { cause: string }).cause).toBe(mark);
    expect(entryWords(line, { ...context, customer: state }).line).toMatch(/pia.*技术方案初稿/);
    expect(effectOf(line)).toBe(state.tasks[0]?.id);
  });

  it('[CP-8] amounts read as people write them and come back as numbers', () => {
    expect(amountWords(60_000_000)).toBe('60 万元');
    expect(amountWords(123_450)).toBe('1234.5 元');
    expect(readDraft(fieldLook(undefined, 'budgetFen'), '60万')).toEqual({ kind: 'value', value: 60_000_000 });
    expect(
      readDraft(fieldLook(undefined, 'budgetFen'), draftOf(fieldLook(undefined, 'budgetFen'), 60_000_050)),
    ).toEqual({ kind: 'value', value: 60_000_050 });
    expect(readDraft(fieldLook(undefined, 'budgetFen'), '一堆').kind).toBe('bad');
    expect(readDraft(fieldLook(undefined, 'city'), '  ')).toEqual({ kind: 'empty' });
  });

  it('[WK-6] how long something has lasted is said in days from the first on', () => {
    expect(sinceWords(DAY_MS + 45 * 60_000)).toBe('1 天');
    expect(sinceWords(45 * DAY_MS - 1)).toBe('44 天');
    expect(sinceWords(DAY_MS - 60_000)).toBe('23 小时 59 分');
  });
});
