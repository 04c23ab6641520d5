import {
  type Command,
  type CustomerId,
  type Decide,
  type DecideContext,
  type Decision,
  type Draft,
  documentClassOf,
  type Envelope,
  type EventId,
  type EventType,
  type LeadId,
  leadCustomer,
  type MemberId,
  partVersions,
} from '#rules';
import type { CommandOutcome } from '../contract.ts';
import type { PlacedDraft } from '../outbox/outbox.ts';
import { type LocalStore, StorageRefused, type Write } from '../storage/contract.ts';
import type { Workspace } from '../worker/workspace.ts';
import { documentOfDraft } from './place-draft.ts';
import { privateRowsOf } from './private-rows.ts';

/** What is remembered of a command, so that the same one sent again is not done again. */
interface DoneCommand {
  readonly events: readonly EventId[];
  readonly warnings: Extract<CommandOutcome, { kind: 'saved' }>['warnings'];
  readonly atMs: number;
}
/** Nobody sends a command again after this long, ms. */
const REMEMBERED_MS = 7 * 24 * 3_600_000;

const place = (workspace: Workspace, drafts: readonly Draft[]): readonly PlacedDraft[] => {
  const fold = workspace.fold();
  return drafts.map((draft) => {
    const customer = draft.subject === 'org' ? null : fold.customer(draft.subject as CustomerId);
    const doc = documentOfDraft(draft, {
      siblings: drafts,
      customer,
      home: customer === null ? null : (fold.placement(customer.created.id)?.doc ?? null),
      member: workspace.member(),
      catalogue: workspace.catalogue(),
      now: workspace.clock.now(),
    });
    return { draft, doc };
  });
};

const isOnLead = ({ type }: Command): boolean => documentClassOf(type as EventType) === 'mql';

type PrivateRows = DecideContext['privateRows'];

/** What has to be read from disk before a command can be judged: only sharing needs anything. */
const rowsForCommand = (workspace: Workspace, store: LocalStore, command: Command): Promise<PrivateRows> =>
  command.type === 'shareCustomer'
    ? privateRowsOf(workspace, store, command.subject as CustomerId)
    : Promise.resolve(null);

const isOnDesk = ({ type }: Command): boolean => documentClassOf(type as EventType) === 'desk';

/** Judges a command by the state as this device knows it now, its own unsynced events included. */
export const judge = (workspace: Workspace, decide: Decide, command: Command, privateRows: PrivateRows): Decision => {
  const fold = workspace.fold();
  const lead = isOnLead(command) ? (command.subject as LeadId) : null;
  const subject = lead === null ? (command.subject as CustomerId) : leadCustomer(lead);
  return decide(command, {
    org: fold.org(),
    actor: workspace.member(),
    customer: command.subject === 'org' ? null : fold.customer(subject),
    lead: lead === null ? null : fold.lead(lead),
    desk: isOnDesk(command) ? fold.desk(command.subject as MemberId) : null,
    now: workspace.clock.now(),
    contacts: workspace.shownContacts.with(subject, fold.contacts(subject)),
    partVersions: partVersions(fold.processChanges()),
    privateRows: privateRows ?? null,
  });
};

/**
 * Judges a command and, when it is accepted, resolves once its events are on disk. Safe to call again with the
 * same id: whatever became of it the first time is the answer.
 * @throws StaleGeneration another owner has the data; ask that one, with the same id.
 */
export const runCommand = async (
  workspace: Workspace,
  decide: Decide,
  store: LocalStore,
  command: Command,
  commandId: string,
  alsoWrite: readonly Write[] = [],
): Promise<CommandOutcome> => {
  const done = (await store.read('commands', commandId)) as DoneCommand | undefined;
  if (done !== undefined) return { kind: 'saved', events: done.events, warnings: done.warnings };
  const privateRows = await rowsForCommand(workspace, store, command);
  // From here to the outbox nothing waits: no other command comes between the judgement and its events.
  const decision = judge(workspace, decide, command, privateRows);
  if (decision.kind === 'refused') return decision;
  const remember = (events: readonly Envelope[]): readonly Write[] => {
    const value: DoneCommand = {
      events: events.map(({ id }) => id),
      warnings: decision.warnings,
      atMs: workspace.clock.now(),
    };
    return [{ store: 'commands', key: commandId, value }, ...alsoWrite];
  };
  try {
    const version = workspace.fold().org().processVersion;
    const events = await workspace.outbox.write(place(workspace, decision.drafts), version, remember);
    return { kind: 'saved', events: events.map(({ id }) => id), warnings: decision.warnings };
  } catch (error) {
    if (error instanceof StorageRefused) return { kind: 'storage', reason: error.reason };
    throw error;
  }
};

/** Judges a command without doing anything: no events, but the warnings. */
export const checkCommand = async (
  workspace: Workspace,
  decide: Decide,
  store: LocalStore,
  command: Command,
): Promise<CommandOutcome> => {
  const privateRows = await rowsForCommand(workspace, store, command);
  const decision = judge(workspace, decide, command, privateRows);
  return decision.kind === 'refused' ? decision : { kind: 'saved', events: [], warnings: decision.warnings };
};

/** Forgets commands nobody can send again. */
export const forgetOldCommands = async (workspace: Workspace, store: LocalStore): Promise<void> => {
  const before = workspace.clock.now() - REMEMBERED_MS;
  const old = (await store.entries('commands')).filter(([, done]) => (done as DoneCommand).atMs < before);
  workspace.journal.later(old.map(([key]) => ({ store: 'commands', key, value: undefined })));
};
