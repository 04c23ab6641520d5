import { type Component, createSignal, Show } from 'solid-js';
import type { Stage } from '#rules';
import { useData } from '../../../app/data-context.tsx';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { processStages as words } from '../../../locales/zh-CN/process-stages.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Plus } from '../../../ui/icons.ts';
import { Card } from '../../../ui/list.tsx';
import { moved, ReorderList } from '../../../ui/reorder-list.tsx';
import { createPart } from '../create-part.ts';
import { PartPage } from '../part-page.tsx';
import { problemAt } from '../part-problems.ts';
import { useProcess } from '../process-context.tsx';
import { StageSheet } from './stage-sheet.tsx';

const FRESH_LIMIT_DAYS = 14;

const RemoveDialog: Component<{
  readonly stage: Stage;
  readonly standing: number;
  readonly isTooFew: boolean;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}> = (props) => {
  const isFree = () => props.standing === 0 && !props.isTooFew;
  return (
    <Dialog
      open={true}
      onClose={() => props.onClose()}
      title={props.standing > 0 ? words.inUse(props.stage.name, props.standing) : words.removeAsk(props.stage.name)}
      acts={
        <Show when={isFree()} fallback={<Button onClick={() => props.onClose()}>{words.ok}</Button>}>
          <Button onClick={() => props.onClose()}>{words.keep}</Button>
          <Button kind="outline" onClick={() => props.onRemove()}>
            {words.remove}
          </Button>
        </Show>
      }
    >
      <p class="m-0">
        <Show when={props.standing === 0} fallback={words.inUseLine}>
          {props.isTooFew ? words.tooFew : words.removeLine}
        </Show>
      </p>
    </Dialog>
  );
};

/** 阶段: order, names, limits and what each needs. The id of a stage stays whatever it is called. */
export const StagesPage: Component = () => {
  const { answer } = useProcess();
  const data = useData();
  const desk = createPart<'stages'>(() => 'stages');
  const [openId, setOpenId] = createSignal<string | null>(null);
  const [removing, setRemoving] = createSignal<string | null>(null);
  const stages = (): readonly Stage[] => desk.part()?.stages ?? [];
  const set = (next: readonly Stage[], field: string | null = null): void =>
    desk.change({ kind: 'stages', stages: [...next] }, field);
  const indexOf = (id: string): number => stages().findIndex((stage) => stage.id === id);
  const find = (id: string | null): Stage | undefined => stages().find((stage) => stage.id === id);
  const standing = (id: string): number => answer().standing[id] ?? 0;
  const add = (): void => {
    const id = `s_${data.newId()}`.slice(0, 40);
    const stage = { id, name: words.newName, limitDays: FRESH_LIMIT_DAYS, requiredFields: [], transitions: [] };
    set([...stages(), stage]);
    setOpenId(id);
  };
  const remove = (id: string): void => {
    const rest = stages().filter((stage) => stage.id !== id);
    set(rest.map((stage) => ({ ...stage, transitions: stage.transitions.filter(({ from }) => from !== id) })));
    setRemoving(null);
    setOpenId(null);
  };
  return (
    <PartPage desk={desk} title={processWords.sections.stages}>
      <p class="m-0 text-body text-ink-2">{words.line}</p>
      <Card flush={true}>
        <ReorderList
          label={words.list}
          ids={stages().map(({ id }) => id)}
          nameOf={(id) => find(id)?.name ?? ''}
          upLabel={words.up}
          downLabel={words.down}
          disabled={!answer().mayEdit}
          onMove={(from, to) => set(moved(stages(), from, to))}
        >
          {(id) => (
            <button
              type="button"
              class="flex min-h-row w-full items-center gap-3 px-3 py-2 text-left hover:bg-hover"
              aria-label={words.open(find(id)?.name ?? '')}
              onClick={() => setOpenId(id)}
            >
              <span class="w-5 shrink-0 text-second text-ink-3">{indexOf(id) + 1}</span>
              <span class="min-w-0 flex-1">
                <span
                  class={`block truncate text-item font-semibold ${problemAt(desk.shownProblems(), `stages.${indexOf(id)}`) ? 'text-red-text' : ''}`}
                >
                  {find(id)?.name}
                </span>
                <span class="block text-second text-ink-3">
                  {words.row(find(id)?.limitDays ?? 0, find(id)?.requiredFields.length ?? 0)}
                </span>
              </span>
              <Show when={standing(id) > 0}>
                <span class="shrink-0 text-second text-ink-2">{words.standing(standing(id))}</span>
              </Show>
            </button>
          )}
        </ReorderList>
      </Card>
      <p class="m-0 text-second text-ink-3 max-lg:hidden">{words.keys}</p>
      <Show when={answer().mayEdit}>
        <Button class="self-start" icon={<Plus size={16} />} onClick={add}>
          {words.add}
        </Button>
      </Show>
      <Show when={find(openId())}>
        {(stage) => (
          <StageSheet
            stage={stage()}
            stages={stages()}
            path={`stages.${indexOf(stage().id)}`}
            problems={desk.shownProblems()}
            readOnly={!answer().mayEdit}
            onChange={(next, field) =>
              set(
                stages().map((one) => (one.id === next.id ? next : one)),
                `${next.id}.${field}`,
              )
            }
            onRemove={() => setRemoving(stage().id)}
            onClose={() => setOpenId(null)}
          />
        )}
      </Show>
      <Show when={find(removing())}>
        {(stage) => (
          <RemoveDialog
            stage={stage()}
            standing={standing(stage().id)}
            isTooFew={stages().length <= 2}
            onRemove={() => remove(stage().id)}
            onClose={() => setRemoving(null)}
          />
        )}
      </Show>
    </PartPage>
  );
};
