import type { RejectReason } from '#protocol';

/** Counts what no honest device sends; at the third the connection ends. */
export interface Strikes {
  /** True when this was one too many. */
  add(): boolean;
}

const STRIKES = 3;

/** Refusals that no fork, clone, restart or change of rights explains. */
export const HOSTILE: ReadonlySet<RejectReason> = new Set<RejectReason>(['malformed', 'foreignAuthor', 'foreignLog']);

export const makeStrikes = (): Strikes => {
  let count = 0;
  return {
    add() {
      count += 1;
      return count >= STRIKES;
    },
  };
};
