import { type Move, type MoveOf, type OrgState, type Scope, territoryName } from '#rules';
import { moveWords as words } from '../locales/zh-CN/insights.ts';

/** How one change is told: whose, how much, against what. */
export interface MoveLook {
  readonly head: string;
  readonly value: string;
  readonly change: string;
  readonly line: string;
  /** `worse` and `better`: marked, in that direction. */
  readonly mark: 'worse' | 'better' | null;
}

const nameOf = (org: OrgState) => ({
  territory: (id: string): string => territoryName(org, id) ?? id,
  person: (id: string): string => org.members[id]?.name ?? id,
  stage: (id: string): string => org.process.stages.find((one) => one.id === id)?.name ?? id,
  limitDays: (id: string): number => org.process.stages.find((one) => one.id === id)?.limitDays ?? 0,
});

const markOf = (isAnomalous: boolean, isWorse: boolean): MoveLook['mark'] => {
  if (!isAnomalous) return null;
  return isWorse ? 'worse' : 'better';
};

/** Of what and whose a change is. */
export const moveHead = (of: MoveOf, org: OrgState): string => {
  const name = nameOf(org);
  switch (of.kind) {
    case 'inflow':
      return words.inflow(name.territory(of.territory));
    case 'stay':
      return words.stay(name.person(of.person), name.stage(of.stage), name.limitDays(of.stage));
    case 'conversion':
      return words.conversion(name.stage(of.stage));
    case 'white':
      return words.white(name.territory(of.territory), name.stage(org.process.stages.at(-1)?.id ?? ''));
  }
};

/** What the board is narrowed to, to see the customers of a change; nothing = the whole of it. */
export const moveScope = (of: MoveOf): Scope => {
  if ('territory' in of) return { territory: of.territory };
  return 'person' in of ? { person: of.person } : {};
};

/** From nothing to all of them, as it is written, is no range: too few to know what is usual of it. */
export const hasNoUsual = (move: Move): boolean =>
  'share' in move && Math.round(move.usual.from * 100) <= 0 && Math.round(move.usual.to * 100) >= 100;

const usualOf = (move: Move): string =>
  hasNoUsual(move) ? words.noUsual : words.usualShare(move.usual.from, move.usual.to);

export const moveLook = (move: Move, org: OrgState): MoveLook => {
  const head = moveHead(move, org);
  const { from, to } = move.usual;
  const middle = (from + to) / 2;
  /** What is marked is so against what is usual: said, for against the week before it may be nothing. */
  const against = (said: string, value: number): string =>
    move.isAnomalous ? words.beyond(said, value > middle) : said;
  switch (move.kind) {
    case 'inflow':
      return {
        head,
        value: String(move.count),
        change: against(words.ring(move.count, move.before), move.count),
        line: words.inflowLine(move.before, words.usualCount(from, to)),
        mark: markOf(move.isAnomalous, move.count < middle),
      };
    case 'stay': {
      const share = move.share.some / move.share.all;
      return {
        head,
        value: words.percent(share),
        change: against(words.of(move.share.some, move.share.all), share),
        line: usualOf(move),
        mark: markOf(move.isAnomalous, share > middle),
      };
    }
    case 'conversion': {
      const share = move.share.some / move.share.all;
      return {
        head,
        value: words.percent(share),
        change: against(words.points(share, move.before && move.before.some / move.before.all), share),
        line: words.conversionLine(words.of(move.share.some, move.share.all), usualOf(move)),
        mark: markOf(move.isAnomalous, share < middle),
      };
    }
    case 'white':
      return {
        head,
        value: '0',
        change: words.whiteMean(move.mean),
        line: words.whiteLine,
        mark: 'worse',
      };
  }
};
