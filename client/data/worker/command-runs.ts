import type { Command, EventId } from '#rules';
import type { CommandOutcome, DataClient } from '../contract.ts';
import type { LocalStore, Write } from '../storage/contract.ts';
import type { LaterParts } from './core-deps.ts';
import type { Later } from './later.ts';
import type { Workspace } from './workspace.ts';

/** Where a command is judged. */
export interface Place {
  readonly workspace: Workspace;
  /** Local replicas are loaded: commands can be judged. */
  readonly ready: Promise<void>;
}

type QuarantineCalls = DataClient['quarantine'];

/** What pages ask to be done, each once, when everything that judges it is here. */
export class CommandRuns implements QuarantineCalls {
  readonly #store: LocalStore;
  readonly #later: Later<LaterParts>;
  readonly #place: () => Place | null;
  readonly #underWay = new Map<string, Promise<CommandOutcome>>();

  /** `place`: where the person works who is signed in now; `null` when nobody is. */
  constructor(store: LocalStore, later: Later<LaterParts>, place: () => Place | null) {
    this.#store = store;
    this.#later = later;
    this.#place = place;
  }

  /**
   * One command at a time per id, so that a resend waits for the first to end. Until the judging is fetched it waits,
   * and so does the page: nothing is called saved before it is on disk, and a page sends again what has no answer.
   */
  async run(
    command: Command,
    id: string,
    alsoWrite: (workspace: Workspace) => readonly Write[] = () => [],
  ): Promise<CommandOutcome> {
    const before = this.#underWay.get(id);
    if (before !== undefined) return before;
    const outcome = this.#whenJudging().then(({ workspace, parts }) =>
      parts.runCommand(workspace, this.#store, command, id, alsoWrite(workspace)),
    );
    this.#underWay.set(id, outcome);
    try {
      return await outcome;
    } finally {
      this.#underWay.delete(id);
    }
  }

  /** Judges without doing anything. */
  async check(command: Command): Promise<CommandOutcome> {
    const { workspace, parts } = await this.#whenJudging();
    return parts.checkCommand(workspace, this.#store, command);
  }

  /** Says a refused record anew and ends its refusal in the same write. */
  async fix(id: EventId, command: Command): Promise<CommandOutcome> {
    const outcome = await this.run(command, `fix-${id}`, ({ outbox }) => [outbox.quarantineEnd(id)]);
    if (outcome.kind === 'saved') this.#place()?.workspace.outbox.settled(id);
    return outcome;
  }

  /** Throws a refused record away, as was asked for. */
  async discard(id: EventId): Promise<void> {
    await this.#place()?.workspace.outbox.discard(id);
  }

  /** Every refused record as text, to be taken out. */
  async exportAll(): Promise<string> {
    const parts = await this.#later.whenHere();
    return parts.refusedText(this.#place()?.workspace.outbox.quarantine() ?? []);
  }

  /** The wait may be long enough for somebody else to sign in: nobody's act is done in another's name. */
  async #whenJudging(): Promise<{ readonly workspace: Workspace; readonly parts: LaterParts }> {
    const asking = this.#signedIn().workspace.member();
    const parts = await this.#later.whenHere();
    const { workspace, ready } = this.#signedIn();
    if (workspace.member() !== asking) throw new Error('somebody else is signed in');
    await ready;
    return { workspace, parts };
  }

  #signedIn(): Place {
    const place = this.#place();
    if (place === null) throw new Error('nobody is signed in');
    return place;
  }
}
