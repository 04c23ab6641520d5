import {
  type CoachingCard,
  type CustomerId,
  coachingCard,
  customerName,
  type Fold,
  type GreenContribution,
  greenContribution,
  LEADING_ROLES,
  type MemberId,
} from '#rules';
import type { CoachingAnswer, CoachingRow } from '../desk-contract.ts';
import type { LaterContext, Seat } from '../worker/read-models.ts';

/** What each customer says of greens, computed again only for those that changed. */
export class GreenIndex {
  readonly #known = new Map<CustomerId, GreenContribution>();
  readonly seat: Seat;

  constructor({ seat }: Pick<LaterContext, 'seat'>) {
    this.seat = seat<GreenContribution>({
      name: 'greens',
      of: (customer, { isKnown }) => {
        const contribution = isKnown ? greenContribution(customer) : null;
        const isSaid = contribution !== null && contribution.greens.length + contribution.won.length > 0;
        return isSaid ? contribution : null;
      },
      put: (id, kept) => {
        if (kept === null) this.#known.delete(id);
        else this.#known.set(id, kept);
      },
    });
  }

  /** Those that somebody marked green, and those that were won: they say how long a sale takes. */
  all(): readonly GreenContribution[] {
    this.seat.catchUp();
    return [...this.#known.values()];
  }
}

interface Viewer {
  readonly fold: Fold;
  readonly member: MemberId;
  readonly now: number;
}

const rowOf = (card: CoachingCard, { fold, member }: Viewer): CoachingRow => {
  const seen = fold.desk(card.member).coachingSeen.filter((one) => one.card === card.id);
  return {
    id: card.id,
    card,
    memberName: fold.org().members[card.member]?.name ?? '',
    customers: card.customers.map((one) => {
      const customer = fold.customer(one.customer);
      return { ...one, name: customer === null ? '' : customerName(customer) };
    }),
    isSeen: seen.some(({ author }) => author === member),
    isSeenByMember: seen.some(({ author }) => author === card.member),
    remarks: seen.flatMap(({ author, remark, t }) =>
      remark === null ? [] : [{ authorName: fold.org().members[author]?.name ?? '', text: remark, atMs: t }],
    ),
  };
};

/** The viewer's own card, and those of the people whose direct manager he is: nobody else's (R87). */
export const coachingAnswer = (index: GreenIndex, viewer: Viewer): CoachingAnswer => {
  const { fold, member, now } = viewer;
  const members = Object.values(fold.org().members);
  const all = index.all();
  const cardFor = (id: MemberId): CoachingRow | null => {
    const manager = members.find((one) => one.id === id)?.manager ?? null;
    const team = members.filter((one) => manager !== null && one.manager === manager).map((one) => one.id);
    const card = coachingCard(id, team, all, now);
    return card === null ? null : rowOf(card, viewer);
  };
  const led = members.filter(({ manager, active, role }) => manager === member && active && !LEADING_ROLES.has(role));
  return {
    own: cardFor(member),
    team: led.flatMap(({ id }) => cardFor(id) ?? []),
  };
};
