import { leadsPerson } from '../access/access.ts';
import type { Command, DecideContext, Decision, Draft } from '../commands.ts';
import type { DeskState } from '../desk-state.ts';
import { isPackBegun, REPEAT_MS } from '../fold/desk.ts';
import type { EventId, MemberId } from '../ids.ts';
import { MINUTE_MS } from '../time.ts';
import { accepted, refused } from './outcome.ts';

export type DeskCommand = Extract<
  Command,
  {
    type:
      | 'playbookSent'
      | 'playbookWithdrawn'
      | 'playbookReceived'
      | 'playbookRead'
      | 'playbookTaskDone'
      | 'causeGuessed'
      | 'causeJudged'
      | 'suggestionAnswered'
      | 'coachingSeen';
  }
>;

const RULE = 'desk';
const draftOf = ({ type, subject, payload }: DeskCommand, cites: readonly EventId[] = []): Draft => ({
  type,
  subject,
  payload,
  cites,
  document: 'desk',
});

type Of<Type extends DeskCommand['type']> = Extract<DeskCommand, { type: Type }>;

const isNotPast = (dueMs: number, now: number): boolean => dueMs > now;

const decideSend = (command: Of<'playbookSent'>, context: DecideContext, desk: DeskState): Decision => {
  const { payload } = command;
  const to = context.org.members[command.subject];
  if (!to?.active) return refused(context, { code: 'unknownSubject', rule: RULE, field: 'to' });
  const known = context.org.process.playbooks.find(({ id }) => id === payload.playbook);
  if (known === undefined || known.isRetired) {
    return refused(context, { code: 'unknownSubject', rule: RULE, field: 'playbook' });
  }
  if (!payload.tasks.every(({ dueMs }) => isNotPast(dueMs, context.now))) {
    return refused(context, { code: 'dueInPast', rule: RULE, field: 'tasks' });
  }
  const isThere = desk.playbooks.some(
    ({ playbook, withdrawn, t }) => playbook === payload.playbook && withdrawn === null && context.now - t < REPEAT_MS,
  );
  if (isThere) return refused(context, { code: 'alreadyDone', rule: RULE, field: 'playbook' });
  return accepted([draftOf(command)]);
};

const decideWithdraw = (command: Of<'playbookWithdrawn'>, context: DecideContext, desk: DeskState): Decision => {
  const pack = desk.playbooks.find(({ id }) => id === command.payload.sent);
  if (pack === undefined) return refused(context, { code: 'unknownSubject', rule: RULE });
  const endsAt = pack.t + context.org.process.metrics.withdrawMinutes * MINUTE_MS;
  if (pack.withdrawn !== null || isPackBegun(pack)) return refused(context, { code: 'alreadyDone', rule: RULE });
  if (context.now > endsAt)
    return refused(context, { code: 'overrideClosed', rule: RULE, params: { deadline: endsAt } });
  return accepted([draftOf(command, [pack.id])]);
};

const decideProgress = (
  command: Of<'playbookReceived' | 'playbookRead' | 'playbookTaskDone'>,
  context: DecideContext,
  desk: DeskState,
): Decision => {
  const { payload } = command;
  const pack = desk.playbooks.find(({ id }) => id === payload.sent);
  if (pack === undefined) return refused(context, { code: 'unknownSubject', rule: RULE });
  const isDone = (): boolean => {
    if (command.type === 'playbookReceived') return pack.received !== null;
    if (command.type === 'playbookRead') return pack.read !== null;
    return pack.tasks[command.payload.task]?.done !== null;
  };
  if (isDone()) return refused(context, { code: 'alreadyDone', rule: RULE });
  return accepted([draftOf(command, [pack.id])]);
};

const decideGuess = (command: Of<'causeGuessed'>, context: DecideContext, desk: DeskState): Decision => {
  const { stage, week, scope } = command.payload.swing;
  const isThere = desk.guesses.some(
    ({ swing }) => swing.stage === stage && swing.week === week && swing.scope === scope,
  );
  return isThere ? refused(context, { code: 'alreadyDone', rule: RULE }) : accepted([draftOf(command)]);
};

const decideJudge = (command: Of<'causeJudged'>, context: DecideContext, desk: DeskState): Decision => {
  const guess = desk.guesses.find(({ id }) => id === command.payload.guess);
  if (guess === undefined) return refused(context, { code: 'unknownSubject', rule: RULE });
  if (context.now < guess.judgeFrom) {
    return refused(context, { code: 'notYet', rule: RULE, params: { atMs: guess.judgeFrom } });
  }
  return accepted([draftOf(command, [guess.id, ...(guess.judged === null ? [] : [guess.judged.id])])]);
};

const decideAnswer = (command: Of<'suggestionAnswered'>, context: DecideContext, desk: DeskState): Decision => {
  const { suggestion, answer, reason } = command.payload;
  if (desk.answers.some((one) => one.suggestion === suggestion)) {
    return refused(context, { code: 'alreadyDone', rule: RULE });
  }
  if (answer === 'declined' && reason === undefined) {
    return refused(context, { code: 'required', rule: RULE, field: 'reason' });
  }
  return accepted([draftOf(command)]);
};

const EMPTY = (member: string): DeskState => ({
  member: member as MemberId,
  playbooks: [],
  guesses: [],
  answers: [],
  coachingSeen: [],
});

/** Whether the actor may say this on the desk: its person of himself, those who lead him of the rest. */
const maySay = ({ type, subject }: DeskCommand, { org, actor }: DecideContext): boolean => {
  switch (type) {
    case 'playbookSent':
    case 'playbookWithdrawn':
      return leadsPerson(org, actor, subject as MemberId);
    case 'coachingSeen':
      return actor === subject || leadsPerson(org, actor, subject as MemberId);
    default:
      return actor === subject;
  }
};

/** Judges what is said on a desk; offline exactly as online. */
export const decideOnDesk = (command: DeskCommand, context: DecideContext): Decision => {
  if (!maySay(command, context)) return refused(context, { code: 'notEntitled', rule: RULE });
  const desk = context.desk ?? EMPTY(command.subject);
  switch (command.type) {
    case 'playbookSent':
      return decideSend(command, context, desk);
    case 'playbookWithdrawn':
      return decideWithdraw(command, context, desk);
    case 'playbookReceived':
    case 'playbookRead':
    case 'playbookTaskDone':
      return decideProgress(command, context, desk);
    case 'causeGuessed':
      return decideGuess(command, context, desk);
    case 'causeJudged':
      return decideJudge(command, context, desk);
    case 'suggestionAnswered':
      return decideAnswer(command, context, desk);
    case 'coachingSeen': {
      const { card } = command.payload;
      const isSeen = desk.coachingSeen.some((one) => one.card === card && one.author === context.actor);
      return isSeen ? refused(context, { code: 'alreadyDone', rule: RULE }) : accepted([draftOf(command)]);
    }
  }
};
