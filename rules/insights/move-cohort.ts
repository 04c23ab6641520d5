import type { NaturalWeek } from '../calendar/week.ts';
import type { MemberId, StageId, TerritoryId } from '../ids.ts';
import type { Process } from '../process.ts';
import { DAY_MS } from '../time.ts';
import { byOverdue, type CohortMember, measured } from './board.ts';
import { NOT_YET } from './entry-table.ts';
import type { FlowTable } from './flow.ts';
import { comparedWeeks } from './flow-weeks.ts';
import type { Scope } from './scope.ts';
import type { StageEntry } from './stage-entry.ts';

/** A change between weeks by what it is of. */
export type MoveOf =
  | { readonly kind: 'inflow' | 'white'; readonly territory: TerritoryId }
  | { readonly kind: 'stay'; readonly person: MemberId; readonly stage: StageId }
  | { readonly kind: 'conversion'; readonly stage: StageId };

/** Weeks before the last one whose entries a region turned white is held against. */
export const WHITE_WEEKS = 4;

interface Spans {
  /** Whether an entry is one of those counted; `isFirst`: nothing of the customer's is earlier. */
  readonly counts: (entry: StageEntry, isFirst: boolean) => boolean;
  readonly stage: StageId | null;
}

const within = ({ fromMs, toMs }: NaturalWeek, ms: number): boolean => ms >= fromMs && ms < toMs;

const spansOf = (of: MoveOf, process: Process, nowMs: number): Spans => {
  const { last, trailing } = comparedWeeks(nowMs, process.calendar);
  const limitMs = (stage: StageId): number =>
    (process.stages.find(({ id }) => id === stage)?.limitDays ?? Number.POSITIVE_INFINITY) * DAY_MS;
  switch (of.kind) {
    case 'inflow':
      return { stage: null, counts: ({ enteredAt }, isFirst) => isFirst && within(last, enteredAt) };
    case 'white': {
      const before = trailing.slice(0, WHITE_WEEKS);
      const stage = (process.stages.at(-1)?.id ?? '') as StageId;
      return { stage, counts: ({ enteredAt }) => before.some((week) => within(week, enteredAt)) };
    }
    case 'stay': {
      const limit = limitMs(of.stage);
      const isOver = ({ enteredAt, leftAt }: StageEntry): boolean =>
        enteredAt < last.toMs && (leftAt ?? NOT_YET) >= last.toMs && last.toMs - enteredAt > limit;
      return { stage: of.stage, counts: isOver };
    }
    case 'conversion': {
      const limit = limitMs(of.stage);
      return { stage: of.stage, counts: ({ enteredAt }) => within(last, enteredAt + limit) };
    }
  }
};

/**
 * The customers a change between weeks counts, most overdue first (R44, R47, R48): those who flowed in, those over the
 * limit of their stage at the end of the week, all whose limit ended in it; of a region turned white those of the weeks
 * it is held against.
 */
export const moveCohort = (
  table: FlowTable,
  of: MoveOf,
  scope: Scope,
  process: Process,
  nowMs: number,
): readonly CohortMember[] => {
  const { counts, stage: wanted } = spansOf(of, process, nowMs);
  const whose = 'territory' in of ? { territory: of.territory } : 'person' in of ? { person: of.person } : {};
  const [inScope, isWhose] = [table.facts.matches(scope), table.facts.matches(whose)];
  const [factsOf, numbers, ids] = [table.factsOf(), table.stages(), table.stageIds()];
  const [enteredAt, leftAt] = [table.times('enteredAt'), table.times('leftAt')];
  const entries = new Map<number, StageEntry[]>();
  table.walk((at, owner) => {
    const facts = factsOf[owner] ?? 0;
    if (inScope[facts] !== 1 || isWhose[facts] !== 1) return;
    const [entered, left] = [enteredAt[at] ?? 0, leftAt[at] ?? NOT_YET];
    const entry = { stage: ids[numbers[at] ?? 0] ?? '', atMs: entered, enteredAt: entered };
    const own = entries.get(owner) ?? [];
    entries.set(owner, own);
    own.push({ ...entry, leftAt: left === NOT_YET ? null : left });
  });
  const view = { stages: new Map(process.stages.map((stage) => [stage.id as StageId, stage])), nowMs };
  return [...entries]
    .flatMap(([owner, own]) => {
      const first = Math.min(...own.map((entry) => entry.enteredAt));
      const counted = own.filter(
        (entry) => (wanted === null || entry.stage === wanted) && counts(entry, entry.enteredAt === first),
      );
      return counted.length === 0 ? [] : [measured(table.customerAt(owner), counted, view)];
    })
    .sort(byOverdue);
};
