import { shanghaiDay, startOfDayMs } from '../calendar/shanghai.ts';
import type { TerritoryId } from '../ids.ts';
import type { MemberState } from '../org-state.ts';
import { collecting } from './emit.ts';
import type { MetricItem } from './item.ts';

/**
 * Day a newcomer's first order may come from, as a Shanghai day number; null = he is none: when he was hired is not
 * said, or was before go-live, from when on alone every order is known here.
 */
export const newcomerSince = ({ hiredAt }: Pick<MemberState, 'hiredAt'>, wentLiveAt: number | null): number | null =>
  hiredAt === null || wentLiveAt === null || shanghaiDay(hiredAt) < shanghaiDay(wentLiveAt)
    ? null
    : shanghaiDay(hiredAt);

/** How long a newcomer took to his first order (R71), both as days; nothing while there is none. */
export const newcomerItems = (
  { id: member, territories }: Pick<MemberState, 'id' | 'territories'>,
  since: number,
  firstOrder: number | null,
): readonly MetricItem[] => {
  const items: MetricItem[] = [];
  const [territory = '' as TerritoryId] = territories;
  if (firstOrder === null) return items;
  collecting(territory, items)('firstOrderDays', {
    atMs: startOfDayMs(firstOrder),
    member,
    sinceMs: startOfDayMs(since),
  });
  return items;
};
