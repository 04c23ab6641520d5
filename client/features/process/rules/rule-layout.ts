import type { Rule } from '#rules';
import type { BlockId } from '../../../views/rule-words.ts';
import { isPlain } from './rule-edits.ts';

/** Where the blocks of a rule stand on the canvas, top down; px. */
export interface PlacedBlock {
  readonly id: BlockId;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface RuleLayout {
  readonly blocks: readonly PlacedBlock[];
  /** From one block to the next, as SVG paths. */
  readonly edges: readonly string[];
  readonly width: number;
  readonly height: number;
}

const BLOCK_WIDTH = 248;
const BLOCK_HEIGHT = 64;
const GAP_X = 24;
const GAP_Y = 36;
const MARGIN = 16;
const CORNER = 8;

const middle = ({ x, width }: PlacedBlock): number => x + width / 2;
const foot = ({ y, height }: PlacedBlock): number => y + height;

/** Down, across with round corners, down again. */
const edge = (from: PlacedBlock, to: PlacedBlock): string => {
  const [x1, y1, x2, y2] = [middle(from), foot(from), middle(to), to.y];
  if (Math.abs(x1 - x2) < 1) return `M${x1} ${y1}V${y2}`;
  const bend = y2 - GAP_Y / 2;
  const turn = x2 > x1 ? CORNER : -CORNER;
  return `M${x1} ${y1}V${bend - CORNER}q0 ${CORNER} ${turn} ${CORNER}H${x2 - turn}q${turn} 0 ${turn} ${CORNER}V${y2}`;
};

interface Column {
  /** Rows of blocks from the top. */
  readonly rows: readonly (readonly BlockId[])[];
}

const actRows = (rule: Rule, branch: number, perRow: number): BlockId[][] => {
  const ids = (rule.branches[branch]?.do ?? []).map((_, at): BlockId => `do:${branch}:${at}`);
  const rows: BlockId[][] = [];
  for (let at = 0; at < ids.length; at += perRow) rows.push(ids.slice(at, at + perRow));
  return rows;
};

/** A plain rule has its actions two a row; a branch is one column: condition, actions, own exit, own ladder. */
const columnsOf = (rule: Rule): readonly Column[] => {
  if (isPlain(rule)) return [{ rows: actRows(rule, 0, 2) }];
  return rule.branches.map((branch, at) => {
    const own: BlockId[] = [];
    if (branch.brake !== undefined) own.push(`brake:${at}`);
    if (branch.escalate !== undefined && branch.escalate.length > 0) own.push(`ladder:${at}`);
    return { rows: [[`when:${at}` as const], ...actRows(rule, at, 1), ...own.map((id) => [id])] };
  });
};

const widthOf = ({ rows }: Column): number => {
  const most = Math.max(1, ...rows.map((row) => row.length));
  return most * BLOCK_WIDTH + (most - 1) * GAP_X;
};

/** What is being laid out: blocks and edges as they come. */
class Sheet {
  readonly blocks: PlacedBlock[] = [];
  readonly edges: string[] = [];

  put(id: BlockId, x: number, y: number, width = BLOCK_WIDTH): PlacedBlock {
    const block = { id, x, y, width, height: BLOCK_HEIGHT };
    this.blocks.push(block);
    return block;
  }

  link(from: PlacedBlock, to: PlacedBlock): void {
    this.edges.push(edge(from, to));
  }

  /** A column under `above`, from the left edge on; gives the blocks of its last row. */
  column({ rows }: Column, above: PlacedBlock, left: number, wide: number): readonly PlacedBlock[] {
    let before: readonly PlacedBlock[] = [above];
    let y = foot(above) + GAP_Y;
    for (const row of rows) {
      const rowWidth = row.length * BLOCK_WIDTH + (row.length - 1) * GAP_X;
      const start = left + (wide - rowWidth) / 2;
      const placed = row.map((id, at) => this.put(id, start + at * (BLOCK_WIDTH + GAP_X), y));
      // A row goes on from the block over it; a row that has none there hangs on the first.
      placed.forEach((block, at) => {
        const from = before[at] ?? before[0];
        if (from !== undefined) this.link(from, block);
      });
      before = placed;
      y += BLOCK_HEIGHT + GAP_Y;
    }
    return before;
  }

  /** A block across the whole width, under everything before it. */
  band(id: BlockId, above: readonly PlacedBlock[], width: number): PlacedBlock {
    const band = this.put(id, MARGIN, Math.max(...above.map(foot)) + GAP_Y, width);
    for (const block of above) this.edges.push(`M${middle(block)} ${foot(block)}V${band.y}`);
    return band;
  }
}

/** Lays a rule out in layers: what wakes it, conditions, branches side by side, then the exit and the ladder across. */
export const layoutRule = (rule: Rule): RuleLayout => {
  const columns = columnsOf(rule);
  const inner = columns.reduce((sum, column) => sum + widthOf(column), 0) + (columns.length - 1) * GAP_X;
  const width = Math.max(inner, BLOCK_WIDTH * 2);
  const sheet = new Sheet();
  const centre = MARGIN + (width - BLOCK_WIDTH) / 2;
  let above = sheet.put('trigger', centre, MARGIN);
  if (rule.where.kind !== 'always') {
    const where = sheet.put('where', centre, foot(above) + GAP_Y);
    sheet.link(above, where);
    above = where;
  }
  const lasts: PlacedBlock[] = [];
  let left = MARGIN + (width - inner) / 2;
  for (const column of columns) {
    lasts.push(...sheet.column(column, above, left, widthOf(column)));
    left += widthOf(column) + GAP_X;
  }
  let bottom = sheet.band('brake', lasts, width);
  if (rule.escalate.length > 0) bottom = sheet.band('ladder', [bottom], width);
  return { blocks: sheet.blocks, edges: sheet.edges, width: width + 2 * MARGIN, height: foot(bottom) + MARGIN };
};
