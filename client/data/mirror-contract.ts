import type { BypassSign, CauseGuess, CustomerId, Scope, Share } from '#rules';

/** What a person can put right by himself, shown to nobody else (R27, R81). */
export interface SelfCheckAnswer {
  /** Own customers with profile fields that are asked for and empty, the emptiest first; the first hundred. */
  readonly unfilled: readonly {
    readonly id: CustomerId;
    readonly name: string;
    /** In the order of the form. */
    readonly fields: readonly string[];
  }[];
  /** All of them, and the empty fields on all of them. */
  readonly customers: number;
  readonly fields: number;
  /** Signs of the last four weeks that his own work went past the system, the latest first. */
  readonly signs: readonly (BypassSign & { readonly customerName: string | null })[];
}

/** An own guess about why customers stay, what the finder said, and what came of it (R52, R54, R84). */
export interface VerdictRow extends Pick<CauseGuess, 'guess' | 'found' | 'judgeFrom' | 'judged'> {
  /** Of the guess. */
  readonly id: string;
  readonly stage: string;
  /** `3月第2周`. */
  readonly week: string;
  readonly scope: Scope;
  /** Its weeks are over and nothing was said yet. */
  readonly isDue: boolean;
  /** Of the stage, over as many days before the guess and after it as a verdict waits; null = no entry to judge. */
  readonly before: Share | null;
  readonly after: Share | null;
  /** Given for this cause, and of them done. */
  readonly tasks: number;
  readonly done: number;
}
export interface VerdictsAnswer {
  /** Those that wait for a verdict first, the oldest of them first; then the latest guess first. */
  readonly rows: readonly VerdictRow[];
  readonly due: number;
  /** 归因准确率 = right of right and wrong; the undecided stand apart. */
  readonly right: number;
  readonly wrong: number;
  readonly undecided: number;
}

export type MirrorQuery = { readonly kind: 'selfCheck' } | { readonly kind: 'verdicts' };
export interface MirrorAnswers {
  readonly verdicts: VerdictsAnswer;
  readonly selfCheck: SelfCheckAnswer;
}
