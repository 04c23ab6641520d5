import { type Component, For } from 'solid-js';
import { shell } from '../locales/zh-CN/shell.ts';
import { shortcuts as words } from '../locales/zh-CN/shortcuts.ts';
import { Sheet } from '../ui/dialog.tsx';
import { Fact } from '../ui/list.tsx';

/** The single keys of the desktop, in a list. */
export const ShortcutSheet: Component<{ readonly onClose: () => void }> = (props) => (
  <Sheet open={true} onClose={() => props.onClose()} title={words.title} closeLabel={shell.close}>
    <dl class="m-0">
      <For each={words.rows}>{([key, what]) => <Fact term={key}>{what}</Fact>}</For>
    </dl>
  </Sheet>
);
