import { type Move, type OrgState, type Scope, territoryName } from '#rules';
import { moveWords as words } from '../locales/zh-CN/insights.ts';

/** How one change is told: whose, how much, against what. */
export interface MoveLook {
  readonly head: string;
  readonly value: string;
  readonly change: string;
  readonly line: string;
  /** `worse` and `better`: marked, in that direction. */
  readonly mark: 'worse' | 'better' | null;
  /** What the page is narrowed to, to see the customers. */
  readonly scope: Scope;
}

const nameOf = (org: OrgState) => ({
  territory: (id: string): string => territoryName(org, id) ?? id,
  person: (id: string): string => org.members[id]?.name ?? id,
  stage: (id: string): string => org.process.stages.find((one) => one.id === id)?.name ?? id,
});

const markOf = (isAnomalous: boolean, isWorse: boolean): MoveLook['mark'] => {
  if (!isAnomalous) return null;
  return isWorse ? 'worse' : 'better';
};

export const moveLook = (move: Move, org: OrgState): MoveLook => {
  const name = nameOf(org);
  const { from, to } = move.usual;
  const middle = (from + to) / 2;
  switch (move.kind) {
    case 'inflow':
      return {
        head: words.inflow(name.territory(move.territory)),
        value: String(move.count),
        change: words.ring(move.count, move.before),
        line: words.inflowLine(move.before, words.usualCount(from, to)),
        mark: markOf(move.isAnomalous, move.count < middle),
        scope: { territory: move.territory },
      };
    case 'stay': {
      const share = move.share.some / move.share.all;
      const days = org.process.stages.find(({ id }) => id === move.stage)?.limitDays ?? 0;
      return {
        head: words.stay(name.person(move.person), name.stage(move.stage), days),
        value: words.percent(share),
        change: words.of(move.share.some, move.share.all),
        line: words.usualShare(from, to),
        mark: markOf(move.isAnomalous, share > middle),
        scope: { person: move.person },
      };
    }
    case 'conversion': {
      const share = move.share.some / move.share.all;
      return {
        head: words.conversion(name.stage(move.stage)),
        value: words.percent(share),
        change: words.points(share, move.before && move.before.some / move.before.all),
        line: words.conversionLine(words.of(move.share.some, move.share.all), words.usualShare(from, to)),
        mark: markOf(move.isAnomalous, share < middle),
        scope: {},
      };
    }
    case 'white':
      return {
        head: words.white(name.territory(move.territory), name.stage(move.stage)),
        value: '0',
        change: words.whiteMean(move.mean),
        line: words.whiteLine,
        mark: 'worse',
        scope: { territory: move.territory },
      };
  }
};
