import type { FoundCause, Swing } from './events/desk-payloads.ts';
import type { PayloadOf } from './events/payloads.ts';
import type { CustomerId, EventId, MemberId } from './ids.ts';
import type { Placed } from './placed.ts';

/** What the fold derives of a desk: packs given to a person, and what he and those who lead him say of his work. */

/** A playbook given to the person, and how far it got (R65). */
export interface SentPlaybook extends Placed {
  readonly playbook: string;
  readonly version: string;
  /** What packs sent by one press have in common; null = sent alone. */
  readonly act: string | null;
  readonly metric: string | null;
  readonly remark: string | null;
  readonly tasks: readonly {
    readonly title: string;
    readonly dueMs: number;
    readonly done: (Placed & { readonly remark: string | null }) | null;
  }[];
  readonly customers: readonly CustomerId[];
  readonly effectAfterDays: number;
  readonly received: Placed | null;
  readonly read: Placed | null;
  readonly withdrawn: (Placed & { readonly reason: string | null }) | null;
  /** The same playbook was sent by somebody else before and is still being worked on: that one counts. */
  readonly repeats: EventId | null;
}
/** The first guess about a swing; none after it counts, because the evidence has been seen since. */
export interface CauseGuess extends Placed {
  readonly swing: Swing;
  readonly guess: string;
  readonly found: FoundCause | null;
  /** From then on a verdict is asked for, ms. */
  readonly judgeFrom: number;
  readonly judged:
    | (Placed & { readonly verdict: PayloadOf<'causeJudged'>['verdict']; readonly reason: string | null })
    | null;
}
export interface SuggestionAnswer extends Placed {
  readonly suggestion: string;
  readonly answer: PayloadOf<'suggestionAnswered'>['answer'];
  readonly reason: string | null;
  readonly leads: readonly string[];
}
export interface DeskState {
  readonly member: MemberId;
  /** Oldest first. */
  readonly playbooks: readonly SentPlaybook[];
  readonly guesses: readonly CauseGuess[];
  /** The first answer to each suggestion. */
  readonly answers: readonly SuggestionAnswer[];
  readonly coachingSeen: readonly (Placed & { readonly card: string; readonly remark: string | null })[];
}
