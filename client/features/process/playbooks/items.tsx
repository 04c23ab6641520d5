import { Index, type JSX, Show } from 'solid-js';
import { playbooks as words } from '../../../locales/zh-CN/playbooks.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Plus, X } from '../../../ui/icons.ts';
import { Card, SectionTitle } from '../../../ui/list.tsx';

/** A list of small forms: one block each, one button to add, one to take away. */
export const Items = <Item extends object>(props: {
  readonly title: string;
  readonly add: string;
  readonly items: readonly Item[];
  readonly nameOf: (item: Item) => string;
  readonly fresh: () => Item;
  readonly fewest: number;
  /** Nothing is added beyond. */
  readonly most?: number;
  /** Beside the button that adds. */
  readonly acts?: JSX.Element;
  readonly onChange: (items: readonly Item[], what: string) => void;
  readonly children: (item: () => Item, at: number, set: (change: Partial<Item>, what: string) => void) => JSX.Element;
}): JSX.Element => {
  const setAt = (at: number, change: Partial<Item>, what: string): void =>
    props.onChange(
      props.items.map((item, index) => (index === at ? { ...item, ...change } : item)),
      `${props.title}.${at}.${what}`,
    );
  return (
    <section aria-label={props.title} class="flex flex-col gap-2">
      <SectionTitle>{props.title}</SectionTitle>
      <Index each={props.items}>
        {(item, at) => (
          <Card>
            <div class="flex items-start gap-2">
              <div class="flex min-w-0 flex-1 flex-col gap-3">
                {props.children(item, at, (change, what) => setAt(at, change, what))}
              </div>
              <Show when={props.items.length > props.fewest}>
                <IconButton
                  label={words.remove(props.nameOf(item()))}
                  quiet={true}
                  onClick={() =>
                    props.onChange(
                      props.items.filter((_, index) => index !== at),
                      'remove',
                    )
                  }
                >
                  <X size={18} />
                </IconButton>
              </Show>
            </div>
          </Card>
        )}
      </Index>
      <Show when={props.items.length < (props.most ?? Number.POSITIVE_INFINITY)}>
        <div class="flex flex-wrap gap-2">
          <Button icon={<Plus size={16} />} onClick={() => props.onChange([...props.items, props.fresh()], 'add')}>
            {props.add}
          </Button>
          {props.acts}
        </div>
      </Show>
    </section>
  );
};
