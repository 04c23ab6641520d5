import type { StageId } from '../ids.ts';
import type { Process } from '../process.ts';
import { normalise } from '../text/normalise.ts';

/** What a word in a stage column says about a 商机. */
export type StageWord =
  | { readonly kind: 'stage'; readonly stage: StageId }
  | { readonly kind: 'ended'; readonly outcome: 'won' | 'lost' | 'shelved' };

const ENDINGS: readonly (readonly ['won' | 'lost' | 'shelved', readonly string[]])[] = [
  ['won', ['成单', '成交', '已成交', '赢单', '已赢单', '已签约', 'won', 'closedwon']],
  ['lost', ['丢单', '已丢单', '输单', '流失', '已流失', '失败', '战败', 'lost', 'closedlost']],
  ['shelved', ['搁置', '暂停', '暂缓', '休眠', 'onhold', 'paused']],
];

/** Words of other systems, by the stage of the default template they come closest to, in its order. */
const STAGES: readonly (readonly [StageId, readonly string[], readonly string[]])[] = [
  [
    'initialContact',
    ['初步接触', '初次接触', '接触', '线索', '潜在', '拜访'],
    ['prospecting', 'lead', 'new', 'qualification'],
  ],
  ['needConfirmed', ['需求'], ['engaging', 'discovery', 'qualified', 'needsanalysis']],
  ['internalApproval', ['立项'], ['approval', 'internalapproval']],
  ['proposalQuote', ['方案', '报价'], ['proposal', 'quote', 'quotation']],
  ['negotiation', ['谈判', '议价', '商务'], ['negotiation']],
  ['contractSigning', ['合同', '签约', '签署'], ['contract', 'closing']],
];

/** Where a stage of the template stands in a company's own process: under its id, or at the same height. */
const heightOf = (stages: Process['stages'], index: number): StageId => {
  const id = STAGES[index]?.[0];
  const own = stages.find((stage) => stage.id === id) ?? stages[Math.min(index, stages.length - 1)];
  return own?.id ?? '';
};

/** Reads a stage word by the process in force; `null` when it says nothing known. */
export const stageWord = (text: string, process: Process): StageWord | null => {
  const word = normalise(text).replace(/[_-]/gu, '');
  if (word === '') return null;
  const named = process.stages.find(({ id, name }) => normalise(name) === word || normalise(id) === word);
  if (named) return { kind: 'stage', stage: named.id };
  for (const [outcome, words] of ENDINGS) if (words.includes(word)) return { kind: 'ended', outcome };
  for (const [index, [, chinese, english]] of STAGES.entries()) {
    if (english.includes(word) || chinese.some((part) => word.includes(part))) {
      return { kind: 'stage', stage: heightOf(process.stages, index) };
    }
  }
  return null;
};

/**
 * Stage in which an ended 商机 stood, where the file does not say: with a day of entry it was being worked on, which
 * is the second stage; without one nothing is known but the first.
 */
export const stageBeforeEnd = (process: Process, isEntryKnown: boolean): StageId =>
  heightOf(process.stages, isEntryKnown ? 1 : 0);
