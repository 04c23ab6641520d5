import type { CoachingCard, CustomerId, DeskState, MemberId, Playbook, SentPlaybook } from '#rules';

/** Answers from desks: packs a person has got and those he has given, and what he has said himself. */

export interface PackRow {
  /** That of the pack. */
  readonly id: string;
  readonly pack: SentPlaybook;
  /** Whose desk it is on. */
  readonly member: MemberId;
  readonly memberName: string;
  readonly senderName: string;
  /** The playbook as it was in the version sent; null = this device does not know that version. */
  readonly playbook: Playbook | null;
  /** Whom it names, of the viewer's own while something is to be done; else `pack.customers` says how many. */
  readonly customers: readonly { readonly id: string; readonly name: string }[];
}
export interface PacksAnswer {
  /** On the viewer's own desk, what is still to be done first, else the newest first. */
  readonly mine: readonly PackRow[];
  /** Of mine: something is still to be done. */
  readonly open: number;
  /** Given to people the viewer leads, newest first; taken back ones too. */
  readonly given: readonly PackRow[];
}

/** A coaching card (R87): private to its person and his direct manager. */
export interface CoachingRow {
  readonly id: string;
  readonly card: CoachingCard;
  readonly memberName: string;
  readonly customers: readonly {
    readonly customer: CustomerId;
    readonly name: string;
    readonly greenAt: number;
    readonly isLost: boolean;
  }[];
  /** By the viewer, and by the person himself. */
  readonly isSeen: boolean;
  readonly isSeenByMember: boolean;
  /** What the two said to it, oldest first. */
  readonly remarks: readonly { readonly authorName: string; readonly text: string; readonly atMs: number }[];
}
export interface CoachingAnswer {
  readonly own: CoachingRow | null;
  readonly team: readonly CoachingRow[];
}

export type DeskQuery = { readonly kind: 'packs' | 'ownDesk' | 'ownCustomers' | 'coaching' };
export interface DeskAnswers {
  readonly packs: PacksAnswer;
  readonly ownDesk: DeskState;
  /** Whom the viewer has. */
  readonly ownCustomers: readonly CustomerId[];
  readonly coaching: CoachingAnswer;
}
