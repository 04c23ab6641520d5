import type { RichText } from '../events/payloads.ts';

type Block = RichText[number];
const runText = (runs: readonly { readonly text: string }[]): string => runs.map(({ text }) => text).join('');
const blockText = (block: Block): string =>
  block.kind === 'paragraph' ? runText(block.runs) : block.items.map(runText).join('\n');

/** What a reader sees: markup is not counted, blocks and list items are lines. */
export const visibleText = (richText: RichText): string => richText.map(blockText).join('\n').trim();
