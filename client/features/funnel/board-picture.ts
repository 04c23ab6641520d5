import type { HeatmapAnswer } from '../../data/board-contract.ts';
import { funnel as funnelWords } from '../../locales/zh-CN/funnel.ts';
import { cornerWords, headLine, headName, smallFigures } from './head-words.ts';
import { cellNumbers, makeHeatStep, stepBounds } from './heat-steps.ts';

/** Sizes in px of the picture before it is enlarged. */
const HEAD_W = 120;
const CELL_W = 132;
const CELL_H = 64;
const GAP = 4;
const TOP = 122;
const MARGIN = 24;
const SCALE = 2;
/** Of what is not in it, under the line of the filter. */
const REMARK_SIZE = 12;
const REMARK_LINE = 18;
/** Of the legend: a shade with the gap behind it, the words after the last one, a line of text. */
const LEGEND_W = 38;
const LEGEND_END = 46;
const LEGEND_LINE = 20;
/** From so many columns on the legend has room beside the words of the corner. */
const LEAST_COLUMNS = 5;
/** A picture of fewer columns is as wide as with these, which the legend takes. */
const LEAST_WIDE = 3;

/** What the picture says besides its numbers. */
export interface PictureWords {
  readonly title: string;
  /** Filter and time of the figures. */
  readonly line: string;
  /** What is not in them; null = nothing. */
  readonly remark: string | null;
}
export interface PictureLook {
  readonly colour: (token: string) => string;
  readonly font: string;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

interface TextLook {
  readonly size: number;
  readonly fill: string;
  readonly bold?: boolean;
  readonly end?: boolean;
}
const textAt = (x: number, y: number, text: string, { size, fill, bold, end }: TextLook): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${bold ? ' font-weight="600"' : ''}${end ? ' text-anchor="end"' : ''}>${escaped(text)}</text>`;

/** Lines of so many characters at most: each is as wide as the text is high. */
const linesOf = (text: string, most: number): readonly string[] =>
  Array.from({ length: Math.ceil(text.length / most) }, (_, at) => text.slice(at * most, (at + 1) * most));

interface CellPlace {
  readonly row: number;
  readonly column: number;
  /** Where the grid begins. */
  readonly top: number;
}
const cellPicture = (answer: HeatmapAnswer, { row, column, top }: CellPlace, look: PictureLook): string => {
  const numbers = cellNumbers(answer, row, column);
  const step = makeHeatStep(stepBounds(answer.fullest))(numbers.value);
  const { corner, chip } = smallFigures(answer, numbers, true);
  const x = MARGIN + HEAD_W + column * (CELL_W + GAP);
  const y = top + row * (CELL_H + GAP);
  const ink = step === 0 ? look.colour('--ink-3') : look.colour(`--heat-ink-${step}`);
  const fill = step === 0 ? 'none' : look.colour(`--heat-${step}`);
  const small = [corner, chip].filter((text) => text !== null).join(' · ');
  return [
    `<rect x="${x}" y="${y}" width="${CELL_W}" height="${CELL_H}" rx="7" fill="${fill}" stroke="${step === 0 ? look.colour('--line-2') : 'none'}"/>`,
    textAt(x + 10, y + CELL_H - 12, String(numbers.value), { size: 20, fill: ink, bold: true }),
    small === '' ? '' : textAt(x + CELL_W - 8, y + 20, small, { size: 12, fill: ink, end: true }),
  ].join('');
};

/** What the shades stand for, right-aligned at the foot: the least number of each. */
const legendPicture = (answer: HeatmapAnswer, right: number, y: number, look: PictureLook): string => {
  const { value } = answer.component;
  const [bounds, text] = [stepBounds(answer.fullest), { size: 12, fill: look.colour('--ink-3'), end: true }];
  const begin = right - LEGEND_END - bounds.length * LEGEND_W;
  const steps = bounds.map((bound, at) => {
    const x = begin + at * LEGEND_W;
    const ink = look.colour(`--heat-ink-${at + 1}`);
    return `<rect x="${x}" y="${y - 13}" width="${LEGEND_W - 3}" height="17" rx="3" fill="${look.colour(`--heat-${at + 1}`)}"/>${textAt(x + LEGEND_W - 8, y, String(bound), { size: 12, fill: ink, end: true })}`;
  });
  return `${textAt(begin - 8, y, funnelWords.legend[value], text)}${steps.join('')}${textAt(right, y, funnelWords.legendMore[value], text)}`;
};

/** The grid as an SVG document of its own: title, filter and time, heads, every cell with its figures. */
export const boardSvg = (
  answer: HeatmapAnswer,
  { title, line, remark }: PictureWords,
  look: PictureLook,
): { readonly svg: string; readonly width: number; readonly height: number } => {
  const width = 2 * MARGIN + HEAD_W + Math.max(LEAST_WIDE, answer.columns.length) * (CELL_W + GAP);
  // with few columns the legend has a line of its own
  const isNarrow = answer.columns.length < LEAST_COLUMNS;
  const remarks = linesOf(remark ?? '', Math.floor((width - 2 * MARGIN) / REMARK_SIZE));
  const top = TOP + remarks.length * REMARK_LINE;
  const height = top + answer.rows.length * (CELL_H + GAP) + MARGIN + 16 + (isNarrow ? LEGEND_LINE : 0);
  const [ink, ink2, ink3] = [look.colour('--ink'), look.colour('--ink-2'), look.colour('--ink-3')];
  const columns = answer.columns.map((head, at) => {
    const x = MARGIN + HEAD_W + at * (CELL_W + GAP);
    return (
      textAt(x, top - 26, headName(head), { size: 14, fill: ink, bold: true }) +
      textAt(x, top - 9, headLine(head), { size: 12, fill: ink3 })
    );
  });
  const rows = answer.rows.map((head, at) => {
    const y = top + at * (CELL_H + GAP) + CELL_H / 2;
    return (
      textAt(MARGIN, y - 2, headName(head), { size: 14, fill: ink, bold: true }) +
      textAt(MARGIN, y + 16, headLine(head), { size: 12, fill: ink3 })
    );
  });
  const cells = answer.rows.flatMap((_, row) =>
    answer.columns.map((__, column) => cellPicture(answer, { row, column, top }, look)),
  );
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${escaped(look.font)}">`,
    `<rect width="${width}" height="${height}" fill="${look.colour('--paper')}"/>`,
    textAt(MARGIN, MARGIN + 14, title, { size: 20, fill: ink, bold: true }),
    textAt(MARGIN, MARGIN + 38, line, { size: 13, fill: ink2 }),
    ...remarks.map((text, at) =>
      textAt(MARGIN, MARGIN + 38 + (at + 1) * REMARK_LINE, text, { size: REMARK_SIZE, fill: ink3 }),
    ),
    ...columns,
    ...rows,
    ...cells,
    textAt(MARGIN, height - 14, cornerWords(answer, true), { size: 12, fill: ink3 }),
    legendPicture(answer, width - MARGIN - GAP, height - 14 - (isNarrow ? LEGEND_LINE : 0), look),
    '</svg>',
  ].join('');
  return { svg, width, height };
};

/** Colours of the tokens as they are at an element. */
const lookOf = (probe: HTMLElement): PictureLook => {
  const colours = new Map<string, string>();
  const colour = (token: string): string => {
    const known = colours.get(token);
    if (known !== undefined) return known;
    probe.style.color = `var(${token})`;
    const computed = getComputedStyle(probe).color;
    colours.set(token, computed);
    return computed;
  };
  return { colour, font: getComputedStyle(probe).fontFamily };
};

/** The grid as a PNG, twice as large for sharp print. Null when the browser could not draw it. */
export const boardPicture = async (answer: HeatmapAnswer, words: PictureWords): Promise<Blob | null> => {
  const probe = document.createElement('span');
  // Light whatever the page is: it goes to others, and onto paper.
  probe.style.colorScheme = 'light';
  document.body.append(probe);
  const { svg, width, height } = boardSvg(answer, words, lookOf(probe));
  probe.remove();
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch {
    return null;
  }
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
};
