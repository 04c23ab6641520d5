import type { BypassSign, CustomerId } from '#rules';

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

export type MirrorQuery = { readonly kind: 'selfCheck' };
export interface MirrorAnswers {
  readonly selfCheck: SelfCheckAnswer;
}
