import { civilDate, shanghaiDay } from '#rules';
import type { BoardHead, HeatmapAnswer } from '../../data/board-contract.ts';
import { board } from '../../locales/zh-CN/board.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import type { CellNumbers } from './heat-steps.ts';

const short = (atMs: number): string => {
  const { month, day } = civilDate(shanghaiDay(atMs));
  return `${month}/${day}`;
};

/** `11/16–22`, or from Monday until now. */
const weekDates = ({ fromMs, toMs, current }: Extract<BoardHead, { kind: 'week' }>): string => {
  const from = short(fromMs);
  if (current) return words.untilNow(from);
  const last = civilDate(shanghaiDay(toMs - 1));
  const isSameMonth = civilDate(shanghaiDay(fromMs)).month === last.month;
  return `${from}–${isSameMonth ? last.day : short(toMs - 1)}`;
};

/** What a column or row is called. */
export const headName = (head: BoardHead): string => {
  if (head.kind === 'week') return head.label;
  return head.name ?? (head.kind === 'member' ? words.nobody : words.notFilled);
};

/** The same where there is little room: a week without its month, the present one by its name. */
export const headShort = (head: BoardHead): string => {
  if (head.kind !== 'week') return headName(head);
  return head.current ? words.thisWeek : head.label.slice(head.label.indexOf('第'));
};
export const headShortLine = (head: BoardHead): string =>
  head.kind === 'week' ? words.from(short(head.fromMs)) : headLine(head);

/** The small line under or beside it. */
export const headLine = (head: BoardHead): string => {
  switch (head.kind) {
    case 'week':
      return weekDates(head);
    case 'stage':
      return head.isGone ? words.gone : words.limit(head.limitDays);
    case 'member':
      return head.hasLeft ? words.leftTag : '';
    case 'named':
      return '';
  }
};

const isWeekly = ({ component }: HeatmapAnswer): boolean => component.x === 'week' || component.y === 'week';

/** The whole cell in a sentence: for screen readers, tooltips and the table. */
export const cellName = (answer: HeatmapAnswer, row: number, column: number, numbers: CellNumbers): string => {
  const heads = [answer.columns[column], answer.rows[row]] as const;
  const place = words.cell(...(heads.map((head) => (head ? headName(head) : '')) as [string, string]));
  const { value, overlay } = answer.component;
  if (numbers.customers === 0) return isWeekly(answer) ? words.cellWeekEmpty(place) : words.cellEmpty(place);
  const said =
    value === 'entered'
      ? words.cellEntered(place, numbers.value)
      : words.cellTouched(place, numbers.value, numbers.customers);
  const stay = overlay === 'stay' || overlay === 'stayAndOverdue' ? words.cellStay(numbers.tenths) : '';
  const late = overlay === 'overdue' || overlay === 'stayAndOverdue' ? words.cellOverdue(numbers.overdue) : '';
  return `${said}${stay}${late}`;
};

/** What stands in the corner, in words; '' = nothing. */
export const cornerWords = ({ component: { overlay, corner } }: HeatmapAnswer, isWide: boolean): string => {
  if (overlay === 'none') return '';
  const said = (what: typeof overlay): string => words.cornerLine(board.corners[corner], words.overlay[what]);
  if (isWide || overlay === 'stay') return said(overlay);
  return overlay === 'overdue' ? words.redNumber : words.both(said('stay'), words.redNumber);
};

/** The small figures of a cell; a phone has room for whole days and a bare number. */
export const smallFigures = (
  { component: { overlay } }: HeatmapAnswer,
  { customers, tenths, overdue }: CellNumbers,
  isWide: boolean,
): { readonly corner: string | null; readonly chip: string | null } => {
  const hasStay = customers > 0 && (overlay === 'stay' || overlay === 'stayAndOverdue');
  const hasLate = overdue > 0 && (overlay === 'overdue' || overlay === 'stayAndOverdue');
  const stay = isWide ? words.days(tenths) : words.wholeDays(tenths);
  const late = isWide ? words.overdueChip(overdue) : String(overdue);
  return { corner: hasStay ? stay : null, chip: hasLate ? late : null };
};
