import { type Component, createMemo, For, Show } from 'solid-js';
import { type Mark, markLook } from '#rules';
import { useNow, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { marks as markNames } from '../../../locales/zh-CN/marks.ts';
import { Button } from '../../../ui/button.tsx';
import { TriangleAlert, Users } from '../../../ui/icons.ts';
import { useToast } from '../../../ui/toast.tsx';
import { MarkGlyph } from '../../../views/mark-glyph.tsx';
import { plainCopy } from '../../../views/plain-copy.ts';
import { createAct } from '../create-act.ts';
import { usePeople } from '../people/use-people.ts';
import { groundsOf } from './mark-words.ts';

/** Marks made apart stand side by side; one tap marks on top of all of them, with what that mark was made of. */
export const AlsoMarked: Component<{ readonly customer: CustomerAnswer; readonly mayMark: boolean }> = (props) => {
  const now = useNow();
  const org = useOrg();
  const toast = useToast();
  const act = createAct();
  const people = usePeople(() => props.customer.names);
  const marks = createMemo((): readonly Mark[] => {
    const { mark, alsoMarked } = props.customer.state;
    return mark === null || alsoMarked.length === 0 ? [] : [mark, ...alsoMarked];
  });
  const authors = () => [...new Set(marks().map(({ author }) => people(author)))].join('、');
  const use = async (mark: Mark): Promise<void> => {
    const { basis: _, ...payload } = plainCopy(mark.payload);
    const saved = await act.run({ type: 'statusMarked', subject: props.customer.state.id, payload });
    if (saved !== null) toast.show({ text: words.also.settled(markNames[markLook(mark)]) });
  };
  return (
    <Show when={marks().length > 0}>
      <div class="flex flex-col gap-3 rounded-inner bg-fill p-3">
        <p class="m-0 flex items-start gap-2 text-item text-ink">
          <Users size={20} class="mt-0.5 shrink-0" />
          {words.also.title(authors())}
        </p>
        <ul class="m-0 grid list-none grid-cols-2 gap-2 p-0">
          <For each={marks()}>
            {(mark) => (
              <li class="flex flex-col gap-1 rounded-inner border border-line-2 bg-surface p-3">
                <span class="flex items-center gap-2 text-card font-semibold text-ink">
                  <MarkGlyph look={markLook(mark)} size={22} />
                  <span aria-hidden="true">{markNames[markLook(mark)]}</span>
                </span>
                <span class="text-second text-ink-2">{people(mark.author)}</span>
                <span class="text-second text-ink-3">{dayAndTime(mark.t, now())}</span>
                <For each={groundsOf(mark, org()?.process.statusCard.silentDays ?? 0)}>
                  {(line) => <span class="line-clamp-3 text-second text-ink-2">{line}</span>}
                </For>
                <Show when={props.mayMark}>
                  <Button
                    kind="outline"
                    class="mt-auto"
                    disabled={act.isBusy()}
                    aria-label={words.also.useWhich(markNames[markLook(mark)], people(mark.author))}
                    onClick={() => void use(mark)}
                  >
                    {words.also.use}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={act.problem()}>
          {(said) => (
            <p role="alert" class="m-0 flex items-start gap-1.5 text-second text-red-text">
              <TriangleAlert size={16} class="mt-0.5 shrink-0" />
              {said()}
            </p>
          )}
        </Show>
      </div>
    </Show>
  );
};
