import {
  attributionItems,
  type DayRange,
  type FoldChange,
  type MemberId,
  MetricIndex,
  metricItems,
  newcomerItems,
  newcomerSince,
  type OrgState,
  shanghaiDay,
  type TerritoryId,
} from '#rules';
import type { LaterContext, Seat } from '../../worker/read-models.ts';
import { itemsOf, type KeptItems, keptItems } from './kept-items.ts';

/** No territory: of a leader of the whole company. */
const EVERYWHERE = '' as TerritoryId;

/** The index of every number, kept up with the fold; nothing is counted before it is first asked for. */
export class MetricBook {
  readonly #context: Pick<LaterContext, 'fold' | 'seat' | 'now'>;
  readonly #index: MetricIndex;
  readonly seat: Seat;
  readonly #desks = new Set<MemberId>();
  #isEveryDesk = true;
  /** What each newcomer counts for, in one text: set again only when it is another. */
  readonly #newcomers = new Map<MemberId, string>();

  constructor(context: Pick<LaterContext, 'fold' | 'seat' | 'now'>) {
    this.#context = context;
    // a day back, should the clock be set right
    this.#index = new MetricIndex(shanghaiDay(context.now()) - 1);
    this.seat = context.seat<KeptItems>({
      name: 'metrics',
      of: (customer, setting) => (setting.isKnown ? keptItems(metricItems(customer, setting)) : null),
      put: (id, kept) => this.#index.set(id, kept && itemsOf(kept)),
    });
  }

  changed(change: FoldChange): void {
    this.#isEveryDesk ||= change.org;
    // by name too when all are looked at: one that is gone is among nobody's
    for (const id of change.desks) this.#desks.add(id);
  }

  index(): MetricIndex {
    this.seat.catchUp();
    const fold = this.#context.fold();
    const org = fold.org();
    if (this.#isEveryDesk) for (const id of fold.deskMembers()) this.#desks.add(id);
    for (const id of this.#desks) {
      const [territory = EVERYWHERE] = org.members[id]?.territories ?? [];
      this.#index.set(`desk:${id}`, attributionItems(fold.desk(id), territory));
    }
    this.#desks.clear();
    this.#isEveryDesk = false;
    this.#countNewcomers(org);
    return this.#index;
  }

  /** Whose first order it is follows from what everybody's customers count for, so it comes last (R71). */
  #countNewcomers({ members, wentLiveAt }: OrgState): void {
    const since = new Map<MemberId, DayRange>();
    for (const member of Object.values(members)) {
      const from = newcomerSince(member, wentLiveAt);
      if (from !== null) since.set(member.id, { from, to: Number.POSITIVE_INFINITY });
    }
    const first = since.size === 0 ? new Map<MemberId, number>() : this.#index.firstDays('winRate', since);
    for (const id of new Set([...this.#newcomers.keys(), ...since.keys()])) {
      const from = since.get(id)?.from ?? null;
      const said = `${from} ${first.get(id)} ${members[id]?.territories[0]}`;
      if (this.#newcomers.get(id) === said) continue;
      const member = members[id];
      const items = from === null || member === undefined ? null : newcomerItems(member, from, first.get(id) ?? null);
      this.#index.set(`newcomer:${id}`, items);
      this.#newcomers.set(id, said);
    }
  }
}
