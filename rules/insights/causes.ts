import type { CustomerId } from '../ids.ts';
import { compareText } from '../order.ts';
import { shortened } from '../text/shortened.ts';
import type { CohortCase, Trait } from './cohort-traits.ts';
import { familyLimit, hypergeometricTail } from './statistics.ts';

/**
 * Why customers stay in a stage (R52, R53): those of a cell's cohort that are stuck are compared with those that left,
 * by every trait and by every trait together with the missing counter-action. A cause is claimed only where what the
 * stuck ones share could hardly be by chance, with all comparisons of the cell counted in.
 */
export interface Cause {
  /** One trait, or a trait and the missing counter-action. */
  readonly traits: readonly Trait[];
  /** Of the stuck ones, who have it. */
  readonly stuck: number;
  /** Of those that left, who have it. */
  readonly left: number;
  /** How often as much would come about by chance in this one comparison. */
  readonly chance: number;
  /** The stuck ones that have it, in the order of the cohort. */
  readonly customers: readonly CustomerId[];
}

export interface CauseFinding {
  /**
   * `tooFew`: fewer customers than can be compared are decided. `noneStuck`, `allStuck`: nobody to compare with.
   * `compared`: the causes say what was found, perhaps nothing.
   */
  readonly kind: 'tooFew' | 'noneStuck' | 'allStuck' | 'compared';
  readonly entered: number;
  /** Stuck or gone: still there within the limit is neither yet. */
  readonly decided: number;
  readonly stuck: number;
  /** Comparisons counted in. */
  readonly comparisons: number;
  /** Claimed, the best evidence first. */
  readonly causes: readonly Cause[];
  /** Claimed as well, of nearly the same customers as one before it: another name of it, and nothing more to be done. */
  readonly alike: readonly Cause[];
  /** Looked at and not claimed: the next best, to be shown as such. */
  readonly weaker: readonly Cause[];
}

/** Decided customers below which nothing is said. */
export const LEAST_DECIDED = 12;
/** Stuck customers that have to share a trait before it is looked at. */
const LEAST_SHARING = 4;
/** A cause is claimed on a cohort without any in at most this share of cases. */
const FALSE_CLAIMS = 0.05;
const MOST_CLAIMED = 3;
const MOST_WEAKER = 5;
/** Stuck customers that two causes share, of all those of either: from here on they are told as one. */
const NEARLY_SAME = 0.75;

/** The same for the same traits everywhere: what a guess, a verdict or a task is about, within stage and week. */
export const causeKey = (traits: readonly Trait[]): string => {
  const parts = traits.map((trait) =>
    [trait.kind, ...('field' in trait ? [trait.field] : []), ...('value' in trait ? [trait.value] : [])].join(':'),
  );
  return shortened(parts.join('+'), 120);
};

/** So much of a cause's key goes into the event of a guess about it. */
export const MOST_ATTRIBUTE = 80;

interface Candidate {
  readonly traits: readonly Trait[];
  readonly key: string;
  /** Places of those who have it among the decided. */
  readonly holders: readonly number[];
}

const traitKey = (trait: Trait): string => JSON.stringify(trait);
const NO_VISIT: Trait = { kind: 'noMatchingVisit' };

/** What is compared of one customer: each trait, and each with the missing counter-action. */
const combinationsOf = ({ traits }: CohortCase): readonly (readonly Trait[])[] => {
  const singles = traits.map((trait) => [trait]);
  if (!traits.some(({ kind }) => kind === 'noMatchingVisit')) return singles;
  const others = traits.filter(({ kind }) => kind !== 'noMatchingVisit' && kind !== 'visitorRank');
  return [...singles, ...others.map((trait) => [trait, NO_VISIT])];
};

/** The more telling of two that hold for the very same customers: the pair, the title before its rank. */
const ORDER: readonly Trait['kind'][] = [
  'field',
  'titleRank',
  'noMatchingVisit',
  'visitorRank',
  'person',
  'team',
  'territory',
];
const isMoreTelling = (a: Candidate, b: Candidate): boolean => {
  if (a.traits.length !== b.traits.length) return a.traits.length > b.traits.length;
  const place = ({ traits: [first] }: Candidate): number => ORDER.indexOf(first?.kind ?? 'territory');
  return place(a) - place(b) < 0 || (place(a) === place(b) && compareText(a.key, b.key) < 0);
};

/** Everything compared, each group of customers once. */
const candidatesOf = (decided: readonly CohortCase[]): readonly Candidate[] => {
  const found = new Map<string, { traits: readonly Trait[]; holders: number[] }>();
  for (const [at, one] of decided.entries()) {
    for (const traits of combinationsOf(one)) {
      const key = traits.map(traitKey).join();
      const candidate = found.get(key) ?? { traits, holders: [] };
      found.set(key, candidate);
      candidate.holders.push(at);
    }
  }
  const byHolders = new Map<string, Candidate>();
  for (const [key, { traits, holders }] of found) {
    const candidate = { key, traits, holders };
    const same = byHolders.get(holders.join());
    if (same === undefined || isMoreTelling(candidate, same)) byHolders.set(holders.join(), candidate);
  }
  return [...byHolders.values()];
};

const nothing = (
  kind: CauseFinding['kind'],
  counts: Pick<CauseFinding, 'entered' | 'decided' | 'stuck'>,
): CauseFinding => ({ kind, ...counts, comparisons: 0, causes: [], alike: [], weaker: [] });

const isNearlySame = (a: Cause, b: Cause): boolean => {
  const either = new Set([...a.customers, ...b.customers]).size;
  return a.customers.length + b.customers.length - either >= NEARLY_SAME * either;
};

/**
 * Those that say something of their own, and those that are another name of one of them. Of two names the pair with the
 * missing counter-action is told, as of the very same customers: something can be done about that.
 */
const toldApart = (claimed: readonly Cause[]): Pick<CauseFinding, 'causes' | 'alike'> => {
  const causes: Cause[] = [];
  const alike: Cause[] = [];
  for (const cause of claimed) {
    const at = causes.findIndex((one) => isNearlySame(one, cause));
    const known = causes[at];
    if (known === undefined) {
      if (causes.length < MOST_CLAIMED) causes.push(cause);
    } else if (cause.traits.length > known.traits.length) {
      causes[at] = cause;
      alike.push(known);
    } else alike.push(cause);
  }
  return { causes, alike: alike.slice(0, MOST_WEAKER) };
};

/** Compares the stuck ones of a cohort with those that left. The order of the cases changes only that of the lists. */
export const findCauses = (cases: readonly CohortCase[]): CauseFinding => {
  const decided = cases.filter(({ standing }) => standing !== 'undecided');
  const isStuck = decided.map(({ standing }) => standing === 'stuck');
  const total = decided.length;
  const stuck = isStuck.filter(Boolean).length;
  const counts = { entered: cases.length, decided: total, stuck };
  if (total < LEAST_DECIDED) return nothing('tooFew', counts);
  if (stuck === 0) return nothing('noneStuck', counts);
  if (stuck === total) return nothing('allStuck', counts);

  const compared = candidatesOf(decided).filter(({ holders }) => holders.length < total);
  const bests = compared.map(({ holders: { length } }) =>
    hypergeometricTail(Math.min(length, stuck), length, stuck, total),
  );
  const limit = familyLimit(bests, FALSE_CLAIMS);
  const causes = compared
    .map(({ traits, key, holders }) => {
      const sharing = holders.filter((at) => isStuck[at]);
      return {
        key,
        cause: {
          traits,
          stuck: sharing.length,
          left: holders.length - sharing.length,
          chance: hypergeometricTail(sharing.length, holders.length, stuck, total),
          customers: sharing.flatMap((at) => decided[at]?.customer ?? []),
        },
      };
    })
    .filter(({ cause }) => cause.stuck >= LEAST_SHARING)
    .sort((a, b) => a.cause.chance - b.cause.chance || b.cause.stuck - a.cause.stuck || compareText(a.key, b.key))
    .map(({ cause }) => cause);
  const isClaimed = ({ chance }: Cause): boolean => limit !== null && chance <= limit.limit;
  return {
    kind: 'compared',
    ...counts,
    comparisons: limit?.count ?? 0,
    ...toldApart(causes.filter(isClaimed)),
    weaker: causes.filter((cause) => !isClaimed(cause)).slice(0, MOST_WEAKER),
  };
};
