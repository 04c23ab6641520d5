import { type Component, createSignal, Show } from 'solid-js';
import type { BoardComponent } from '#rules';
import { useData } from '../../../app/data-context.tsx';
import { board as words } from '../../../locales/zh-CN/board.ts';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { Button } from '../../../ui/button.tsx';
import { Plus } from '../../../ui/icons.ts';
import { Card } from '../../../ui/list.tsx';
import { moved, ReorderList } from '../../../ui/reorder-list.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { createPart } from '../create-part.ts';
import { PartPage } from '../part-page.tsx';
import { problemAt } from '../part-problems.ts';
import { useProcess } from '../process-context.tsx';
import { ComponentSheet } from './component-sheet.tsx';

const MOST = 8;

/** 看板: which grids the funnel page shows, in which order, and what each counts (R104). */
export const BoardPage: Component = () => {
  const { answer } = useProcess();
  const data = useData();
  const toast = useToast();
  const desk = createPart<'board'>(() => 'board');
  const [openId, setOpenId] = createSignal<string | null>(null);
  const components = (): readonly BoardComponent[] => desk.part()?.board.components ?? [];
  const set = (next: readonly BoardComponent[], field: string | null = null): void =>
    desk.change({ kind: 'board', board: { components: [...next] } }, field);
  const indexOf = (id: string): number => components().findIndex((one) => one.id === id);
  const find = (id: string | null): BoardComponent | undefined => components().find((one) => one.id === id);
  const add = (): void => {
    const id = `b_${data.newId()}`.slice(0, 40);
    const fresh = { x: 'person', y: 'week', value: 'touchpoints', overlay: 'none', corner: 'topRight' } as const;
    set([...components(), { id, name: words.newName, ...fresh }]);
    setOpenId(id);
  };
  const remove = ({ id, name }: BoardComponent): void => {
    set(components().filter((one) => one.id !== id));
    setOpenId(null);
    toast.show({ text: words.removed(name), undo: { label: words.undo, run: () => void desk.undo() } });
  };
  const nameOf = (id: string): string => find(id)?.name.trim() || words.unnamed;
  const problemOf = (id: string) => problemAt(desk.shownProblems(), `board.components.${indexOf(id)}`);
  const line = ({ x, y, value }: BoardComponent): string =>
    words.row(words.axes[x], words.axes[y], words.values[value]);
  return (
    <PartPage desk={desk} title={processWords.sections.board}>
      <p class="m-0 text-body text-ink-2">{words.line}</p>
      <Card flush={true}>
        <ReorderList
          label={words.list}
          ids={components().map(({ id }) => id)}
          nameOf={nameOf}
          upLabel={words.up}
          downLabel={words.down}
          disabled={!answer().mayEdit}
          onMove={(from, to) => set(moved(components(), from, to))}
        >
          {(id) => (
            <Show when={find(id)}>
              {(component) => (
                <button
                  type="button"
                  class="flex min-h-row w-full flex-col justify-center px-3 py-2 text-left hover:bg-hover"
                  aria-label={words.open(nameOf(id))}
                  aria-describedby={`line-${id}`}
                  onClick={() => setOpenId(id)}
                >
                  <span class="block max-w-full truncate text-item font-semibold">{nameOf(id)}</span>
                  <span
                    id={`line-${id}`}
                    class={`block text-second ${problemOf(id) === null ? 'text-ink-3' : 'text-red-text'}`}
                  >
                    {problemOf(id) ?? line(component())}
                  </span>
                </button>
              )}
            </Show>
          )}
        </ReorderList>
      </Card>
      <Show when={answer().mayEdit && components().length < MOST}>
        <Button class="self-start" icon={<Plus size={16} />} onClick={add}>
          {words.add}
        </Button>
      </Show>
      <Show when={find(openId())}>
        {(component) => (
          <ComponentSheet
            component={component()}
            title={nameOf(component().id)}
            path={`board.components.${indexOf(component().id)}`}
            problems={desk.shownProblems()}
            readOnly={!answer().mayEdit}
            isLast={components().length === 1}
            onChange={(next, field) =>
              set(
                components().map((one) => (one.id === next.id ? next : one)),
                `${next.id}.${field}`,
              )
            }
            onRemove={() => remove(component())}
            onClose={() => setOpenId(null)}
          />
        )}
      </Show>
    </PartPage>
  );
};
