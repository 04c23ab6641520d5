import type { JSONContent } from '@tiptap/core';
import type { RichText } from '#rules';

type Block = RichText[number];
type Runs = Extract<Block, { kind: 'paragraph' }>['runs'];

const runsOf = (nodes: readonly JSONContent[] | undefined): Runs =>
  (nodes ?? []).flatMap((node) => {
    if (node.type !== 'text' || !node.text) return [];
    const isBold = node.marks?.some(({ type }) => type === 'bold') ?? false;
    return [isBold ? { text: node.text, bold: true as const } : { text: node.text }];
  });

const itemRuns = (item: JSONContent): Runs => (item.content ?? []).flatMap((paragraph) => runsOf(paragraph.content));

const blockOf = (node: JSONContent): Block | null => {
  switch (node.type) {
    case 'paragraph':
      return { kind: 'paragraph', runs: runsOf(node.content) };
    case 'bulletList':
    case 'orderedList':
      return { kind: node.type, items: (node.content ?? []).map(itemRuns) };
    default:
      return null;
  }
};

/** The editor's document as our tree of paragraphs, lists and runs; anything else a paste brought is dropped. */
export const fromEditor = (doc: JSONContent): RichText => {
  const blocks = (doc.content ?? []).map(blockOf).filter((block): block is Block => block !== null);
  return blocks.length > 0 ? blocks : [{ kind: 'paragraph', runs: [] }];
};

const textNodes = (runs: Runs): JSONContent[] =>
  runs.map(({ text, bold }) => ({ type: 'text', text, ...(bold ? { marks: [{ type: 'bold' }] } : {}) }));

/** Inverse of {@link fromEditor}. */
export const toEditor = (text: RichText): JSONContent => ({
  type: 'doc',
  content: text.map((block) =>
    block.kind === 'paragraph'
      ? { type: 'paragraph', content: textNodes(block.runs) }
      : {
          type: block.kind,
          content: block.items.map((runs) => ({
            type: 'listItem',
            content: [{ type: 'paragraph', content: textNodes(runs) }],
          })),
        },
  ),
});

/** Appends a phrase to the last paragraph: the one-tap repair of a missing keyword (R33). */
export const withPhrase = (text: RichText, phrase: string): RichText => {
  const last = text[text.length - 1];
  if (last?.kind !== 'paragraph') return [...text, { kind: 'paragraph', runs: [{ text: phrase }] }];
  const separator = last.runs.length > 0 ? '，' : '';
  return [...text.slice(0, -1), { kind: 'paragraph', runs: [...last.runs, { text: `${separator}${phrase}` }] }];
};
