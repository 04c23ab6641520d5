import { type ParentComponent, Show } from 'solid-js';
import { process as words } from '../../locales/zh-CN/process.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Trash } from '../../ui/icons.ts';

/** A sheet over one item of a part: what it says, and at its foot 好了 and, for an item that may go, how it goes. */
export const ItemSheet: ParentComponent<{
  readonly title: string;
  readonly removeLabel: string;
  /** Null for an item that stays. */
  readonly onRemove: (() => void) | null;
  readonly onClose: () => void;
}> = (props) => (
  <Sheet
    open={true}
    onClose={() => props.onClose()}
    title={props.title}
    closeLabel={words.close}
    height="full"
    foot={
      <>
        <Show when={props.onRemove}>
          {(remove) => (
            <Button class="shrink-0" icon={<Trash size={18} />} onClick={() => remove()()}>
              {props.removeLabel}
            </Button>
          )}
        </Show>
        <Button kind="primary" wide={true} onClick={() => props.onClose()}>
          {words.done}
        </Button>
      </>
    }
  >
    {props.children}
  </Sheet>
);
