import {
  type CustomerId,
  type CustomerState,
  type EffectId,
  type EffectState,
  type EventId,
  type Fold,
  type MemberId,
  playbookVersion,
  type SentPlaybook,
  type TaskState,
} from '#rules';
import type { Company } from '../company/company.ts';
import type { LogService } from '../log/index.ts';
import type { Report } from '../metrics/report.ts';
import type { MessageDesk, Tell } from './desk.ts';

/** Effects of an age nobody is told of any more need no withdrawal either, ms: the desk's own limit. */
const LATELY_MS = 7 * 24 * 3_600_000;

const isTold = ({ rung, actions }: EffectState): boolean =>
  rung !== null || actions.some((action) => action.kind === 'alert' && action.message);

const kindOf = ({ rung, actions, trigger, params }: EffectState): string => {
  if (rung !== null) return params['act'] === 'takeOver' ? 'takeover' : 'escalation';
  if (trigger === 'touchpointPassed') return 'touchpointAlert';
  if (actions.some(({ kind }) => kind === 'pool')) return 'pool';
  if (actions.some(({ kind }) => kind === 'mark')) return 'statusChanged';
  return actions.some(({ kind }) => kind === 'task') ? 'task' : 'alert';
};

/** What the words may name: the colour it set, the manager's own sentence, the task. */
const paramsOf = ({ actions }: EffectState): Record<string, string | number> => {
  const params: Record<string, string | number> = {};
  for (const action of actions) {
    if (action.kind === 'mark') params['colour'] = action.colour;
    if (action.kind === 'alert' && action.text !== undefined) params['text'] = action.text;
    if (action.kind === 'task') params['what'] = action.title;
  }
  return params;
};

/** For a touchpoint alert the note that made the appointment. */
const causeOf = ({ trigger, params }: EffectState): EventId | null =>
  trigger === 'touchpointPassed' ? (String(params['note']) as EventId) : null;

const tellOf = (customer: CustomerState, effect: EffectState, epoch: number): Tell => ({
  effect: effect.id,
  epoch,
  kind: kindOf(effect),
  rule: effect.ruleName,
  customer: customer.id,
  recipients: effect.recipients,
  at: effect.firedAt,
  cause: causeOf(effect),
  params: paramsOf(effect),
});

/** A task that one person gave another; one's own is no news to oneself. */
const isGiven = ({ assigned, assignee, inputsSealed }: TaskState): boolean =>
  assigned !== null && assignee !== null && assignee !== assigned.by && inputsSealed;

const givenOf = ({ id, customer, assignee, causedAt, cause, title, dueAt }: TaskState, epoch: number): Tell => ({
  effect: id,
  epoch,
  kind: 'taskGiven',
  rule: '',
  customer,
  recipients: assignee === null ? [] : [assignee],
  at: causedAt,
  cause,
  params: { what: title, dueAtMs: dueAt },
});

/** A playbook given to somebody: what it is called, the leader's remark, and by when the first of its tasks is due. */
const packOf = (fold: Fold, member: MemberId, pack: SentPlaybook, epoch: number): Tell => {
  const due = pack.tasks.map(({ dueMs }) => dueMs);
  const name = playbookVersion(fold.processChanges(), pack.playbook, pack.version)?.name;
  return {
    // one event is one thing told, as with given tasks
    effect: pack.id as string as EffectId,
    epoch,
    kind: 'playbookSent',
    rule: '',
    customer: null,
    recipients: [member],
    at: pack.t,
    cause: pack.id,
    params: {
      ...(name === undefined ? {} : { what: name }),
      ...(pack.remark === null ? {} : { text: pack.remark }),
      ...(due.length === 0 ? {} : { dueAtMs: Math.min(...due) }),
    },
  };
};

export interface AnnouncerDeps {
  readonly log: Pick<LogService, 'now' | 'epoch'>;
  readonly company: Pick<Company, 'fold' | 'onChange'>;
  readonly desk: Pick<MessageDesk, 'tell' | 'withdraw' | 'drop'>;
  readonly report: Report;
}

/**
 * Tells the desk what rules have said to people, what they gave each other to do (tasks, playbooks), and what does not
 * hold any more (R36, R54, R60, R65). Asks nothing of its own
 * memory: after a restart everything of the last days is said again, and the desk knows what has left.
 */
export interface Announcer {
  /** Waits for what is under way. */
  close(): Promise<void>;
}

export const makeAnnouncer = ({ log, company, desk, report }: AnnouncerDeps): Announcer => {
  let running: Promise<void> = Promise.resolve();

  const announce = async (id: CustomerId): Promise<void> => {
    const customer = company.fold.customer(id);
    for (const effect of customer?.effects ?? []) {
      if (customer === null || !isTold(effect) || effect.firedAt < log.now() - LATELY_MS) continue;
      if (effect.status === 'revoked') await desk.withdraw(effect.id);
      else if (effect.status === 'closed') await desk.drop(effect.id);
      else if (effect.status === 'standing') await desk.tell(tellOf(customer, effect, log.epoch));
    }
  };
  const announceGiven = async (id: CustomerId): Promise<void> => {
    for (const task of company.fold.customer(id)?.tasks ?? []) {
      if (!isGiven(task) || task.causedAt < log.now() - LATELY_MS) continue;
      if (task.status === 'revoked' || task.status === 'superseded') await desk.withdraw(task.id);
      else if (task.status === 'open') await desk.tell(givenOf(task, log.epoch));
      else if (task.status !== 'returned') await desk.drop(task.id);
    }
  };
  const announcePacks = async (member: MemberId): Promise<void> => {
    for (const pack of company.fold.desk(member).playbooks) {
      const isDoubled = pack.repeats !== null;
      if (pack.standing !== 'sealed' || isDoubled || pack.t < log.now() - LATELY_MS) continue;
      const effect = pack.id as string as EffectId;
      if (pack.withdrawn !== null) await desk.withdraw(effect);
      else if (pack.read !== null) await desk.drop(effect);
      else await desk.tell(packOf(company.fold, member, pack, log.epoch));
    }
  };
  /** What a failing disk refuses is said again with the customer's next change, and at the next start. */
  const enqueue = (ids: Iterable<CustomerId>): void => {
    for (const id of ids) {
      running = running
        .then(() => announce(id))
        .then(() => announceGiven(id))
        .catch(report);
    }
  };
  const enqueueDesks = (members: Iterable<MemberId>): void => {
    for (const member of members) running = running.then(() => announcePacks(member)).catch(report);
  };
  const stop = company.onChange(({ customers, desks }) => {
    enqueue(customers);
    enqueueDesks(desks);
  });
  enqueue(company.fold.customerIds());
  enqueueDesks(company.fold.deskMembers());

  return {
    close() {
      stop();
      return running;
    },
  };
};
