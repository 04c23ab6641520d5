import { Editor } from '@tiptap/core';
import { Bold } from '@tiptap/extension-bold';
import { Document } from '@tiptap/extension-document';
import { BulletList, ListItem, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Text } from '@tiptap/extension-text';
import { type Component, createEffect, createSignal, onCleanup, onMount } from 'solid-js';
import type { RichText } from '#rules';
import { note as words } from '../../locales/zh-CN/note.ts';
import { Button } from '../../ui/button.tsx';
import { fromEditor, toEditor } from './rich-text.ts';

export interface RichTextEditorProps {
  readonly label: string;
  readonly value: RichText;
  readonly invalid: boolean;
  readonly describedBy: string;
  readonly onChange: (value: RichText) => void;
}

const same = (a: RichText, b: RichText): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Paragraphs, bold and lists; a paste is cut down to them. Counting and refusing is the rules' part: nothing is cut off. */
export const RichTextEditor: Component<RichTextEditorProps> = (props) => {
  let host: HTMLDivElement | undefined;
  let editor: Editor | undefined;
  const [isBold, setIsBold] = createSignal(false);
  const [isList, setIsList] = createSignal(false);
  onMount(() => {
    if (!host) return;
    editor = new Editor({
      element: host,
      injectCSS: false,
      extensions: [Document, Paragraph, Text, Bold, BulletList, OrderedList, ListItem],
      content: toEditor(props.value),
      editorProps: {
        attributes: {
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': props.label,
          'aria-describedby': props.describedBy,
          class: 'rich-text min-h-24 px-3 py-2.5 text-prose whitespace-pre-wrap outline-none',
        },
      },
      onUpdate: ({ editor: changed }) => props.onChange(fromEditor(changed.getJSON())),
      onTransaction: ({ editor: changed }) => {
        setIsBold(changed.isActive('bold'));
        setIsList(changed.isActive('bulletList'));
      },
    });
  });
  createEffect(() => {
    const value = props.value;
    if (editor && !same(fromEditor(editor.getJSON()), value)) {
      editor.commands.setContent(toEditor(value), { emitUpdate: false });
    }
  });
  onCleanup(() => editor?.destroy());
  return (
    <div
      class={`rounded-ctl border bg-surface focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus ${props.invalid ? 'border-red-edge' : 'border-line-strong'}`}
    >
      <div ref={host} />
      <div class="flex gap-1 border-t border-line px-1.5 py-1">
        <Button kind="quiet" aria-pressed={isBold()} onClick={() => editor?.chain().focus().toggleBold().run()}>
          {words.bold}
        </Button>
        <Button kind="quiet" aria-pressed={isList()} onClick={() => editor?.chain().focus().toggleBulletList().run()}>
          {words.bullets}
        </Button>
      </div>
    </div>
  );
};
