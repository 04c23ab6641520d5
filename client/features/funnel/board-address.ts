import { useSearchParams } from '@solidjs/router';
import { createMemo } from 'solid-js';
import { type MemberId, type MoveOf, SCOPE_FACETS, type Scope, type ScopeFacet, type TerritoryId } from '#rules';
import { useAddressSteps } from '../../app/address-steps.ts';
import { useOrg } from '../../app/data-context.tsx';
import type { HeatmapFilter } from '../../data/board-contract.ts';

/** A cell that is open: of which component, and where. */
export interface OpenCell {
  readonly component: string;
  readonly column: string;
  readonly row: string;
}

const DEFAULT_WEEKS = 8;
/** Twenty-five years: nobody scrolls further, and a made-up address asks for no more. */
const MOST_WEEKS = 1_300;

type Params = Partial<Record<ScopeFacet | 'weeks' | 'view' | 'board' | 'column' | 'row' | 'move', string>>;

/** No id has a space in it. */
const moveText = (of: MoveOf): string => {
  if ('territory' in of) return `${of.kind} ${of.territory}`;
  return of.kind === 'stay' ? `stay ${of.stage} ${of.person}` : `conversion ${of.stage}`;
};
/** null where the address says none, or none that there is. */
const moveIn = (text: string | undefined): MoveOf | null => {
  const [kind, id, person] = text?.split(' ') ?? [];
  if (id === undefined || id === '') return null;
  if (kind === 'inflow' || kind === 'white') return { kind, territory: id as TerritoryId };
  if (kind === 'conversion') return { kind, stage: id };
  return kind === 'stay' && person !== undefined ? { kind, stage: id, person: person as MemberId } : null;
};

/** The view as its address says it, so that a link opens the same view: filter, period, map or table, open cell. */
export const createBoardAddress = () => {
  const org = useOrg();
  const [params, setParams] = useSearchParams<Params>();
  const steps = useAddressSteps();
  const shownWeeks = (): number => org()?.process.heatmap.weeks ?? DEFAULT_WEEKS;
  const weeks = (): number => {
    const asked = Math.floor(Number(params.weeks));
    return asked >= 1 ? Math.min(asked, MOST_WEEKS) : shownWeeks();
  };
  const filter = createMemo(
    (): HeatmapFilter => ({
      ...Object.fromEntries(SCOPE_FACETS.map((facet) => [facet, params[facet] || null])),
      weeks: weeks(),
    }),
    undefined,
    // With every change of the company it is made again, and whoever reads it would ask again.
    { equals: (a, b) => a.weeks === b.weeks && SCOPE_FACETS.every((facet) => a[facet] === b[facet]) },
  );
  const open = createMemo((): OpenCell | null =>
    params.board && params.column && params.row
      ? { component: params.board, column: params.column, row: params.row }
      : null,
  );
  return {
    filter,
    isFiltered: (): boolean => SCOPE_FACETS.some((facet) => filter()[facet] !== null),
    narrow: (facet: ScopeFacet, value: string) => setParams({ [facet]: value || undefined }),
    narrowTo: (scope: Scope) => setParams({ ...scope }),
    clear: () => setParams(Object.fromEntries(SCOPE_FACETS.map((facet) => [facet, undefined]))),
    /** As many weeks more as the board shows at first. */
    lookBack: () => setParams({ weeks: String(weeks() + shownWeeks()) }, steps.opening(true)),
    isTable: (): boolean => params.view === 'table',
    turn: () => setParams({ view: params.view === 'table' ? undefined : 'table' }, steps.opening(true)),
    open,
    /** `inPlace`: no step of its own on the way back. */
    openAt: ({ component, column, row }: OpenCell, inPlace: boolean) => {
      const here = open();
      const isOpen = here?.component === component && here.column === column && here.row === row;
      setParams({ board: component, column, row, move: undefined }, steps.opening(inPlace || isOpen));
    },
    /** A change whose customers are open. */
    move: createMemo(() => (open() === null ? moveIn(params.move) : null)),
    openMove: (of: MoveOf) =>
      setParams({ move: moveText(of), board: undefined, column: undefined, row: undefined }, steps.opening(false)),
    close: () =>
      steps.close(() =>
        setParams({ board: undefined, column: undefined, row: undefined, move: undefined }, { replace: true }),
      ),
  };
};
export type BoardAddress = ReturnType<typeof createBoardAddress>;
