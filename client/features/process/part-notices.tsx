import { type Component, For, Show } from 'solid-js';
import { useNow } from '../../app/data-context.tsx';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { process as words } from '../../locales/zh-CN/process.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Lock, TriangleAlert, Users } from '../../ui/icons.ts';
import { partDifference } from '../../views/part-words.ts';
import type { PartDesk } from './create-part.ts';
import { DifferenceList } from './difference-list.tsx';
import { partVersionsOf } from './part-history.ts';
import { useProcess } from './process-context.tsx';

/** Somebody published the same part meanwhile: what he changed and what the draft changes, side by side. */
const Overtaken: Component<{ readonly desk: PartDesk }> = (props) => {
  const { process, answer, book } = useProcess();
  const now = useNow();
  const basis = () => {
    const id = book.get(props.desk.key())?.basis ?? null;
    return (
      partVersionsOf(answer().changes, props.desk.key()).find(({ change }) => (change?.id ?? null) === id)?.part ?? null
    );
  };
  return (
    <Show when={props.desk.overtaken()}>
      {(theirs) => (
        <Banner tone="yellow" alert={true} icon={<Users size={18} />}>
          <p class="m-0">
            {words.meanwhile(theirs().change?.authorName ?? '', dayAndTime(theirs().change?.t ?? now(), now()))}
          </p>
          <div class="mt-2 grid gap-3 sm:grid-cols-2">
            <div class="rounded-inner bg-surface p-3">
              <p class="m-0 mb-1 text-meta text-ink-3">{words.theirs}</p>
              <DifferenceList label={words.theirs} differences={partDifference(basis(), theirs().part, process())} />
              <Button class="mt-2" onClick={() => props.desk.discard()}>
                {words.takeTheirs}
              </Button>
            </div>
            <div class="rounded-inner bg-surface p-3">
              <p class="m-0 mb-1 text-meta text-ink-3">{words.yours}</p>
              <Show when={props.desk.part()}>
                {(mine) => (
                  <DifferenceList label={words.yours} differences={partDifference(basis(), mine(), process())} />
                )}
              </Show>
              <Button class="mt-2" onClick={() => props.desk.takeNote(theirs())}>
                {words.keepMine}
              </Button>
            </div>
          </div>
        </Banner>
      )}
    </Show>
  );
};

/** Above every part: who may only look, what came in between, and what is still missing. */
export const PartNotices: Component<{ readonly desk: PartDesk; readonly onProblem?: (field: string) => void }> = (
  props,
) => {
  const { answer } = useProcess();
  return (
    <div class="flex flex-col gap-2 empty:hidden">
      <Show when={!answer().mayEdit}>
        <Banner tone="quiet" icon={<Lock size={16} />}>
          {words.readOnly}
        </Banner>
      </Show>
      <Overtaken desk={props.desk} />
      <Show when={props.desk.shownProblems().length > 0}>
        <Banner tone="red" alert={true} icon={<TriangleAlert size={18} />}>
          <p class="m-0 font-semibold">{words.gapsTitle}</p>
          <ul class="m-0 list-none p-0">
            <For each={props.desk.shownProblems()}>
              {(problem) => (
                <li>
                  <Show when={props.onProblem} fallback={problem.text}>
                    {(go) => (
                      <button type="button" class="min-h-8 text-left underline" onClick={() => go()(problem.field)}>
                        {problem.text}
                      </button>
                    )}
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Banner>
      </Show>
    </div>
  );
};
