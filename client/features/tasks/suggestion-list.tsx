import { type Component, createMemo, createSignal, For, Show } from 'solid-js';
import { createAnswer, useNow } from '../../app/data-context.tsx';
import type { Suggestion } from '../../data/lead-contract.ts';
import { suggestions as words } from '../../locales/zh-CN/leads.ts';
import { UserPlus } from '../../ui/icons.ts';
import { Card, ListRow, SectionTitle } from '../../ui/list.tsx';
import { dayNear } from '../../views/day-near.ts';
import { SuggestionSheet } from './suggestion-sheet.tsx';

const lineOf = ({ found }: Suggestion): string => (found.kind === 'leads' ? words.line(found.leads.length) : '');

/** 线索分配建议 that wait for this manager's word (R49). */
export const SuggestionList: Component = () => {
  const now = useNow();
  const answer = createAnswer(() => ({ kind: 'suggestions' as const }));
  const [openId, setOpenId] = createSignal<string | null>(null);
  const opened = createMemo(() => answer()?.open.find(({ id }) => id === openId()) ?? null);
  return (
    <>
      <Show when={(answer()?.open.length ?? 0) > 0}>
        <section aria-label={words.title}>
          <SectionTitle aside={String(answer()?.open.length ?? 0)}>{words.title}</SectionTitle>
          <Card flush={true}>
            <For each={answer()?.open}>
              {(one) => (
                <ListRow
                  lead={
                    <span aria-hidden="true" class="flex text-ink-3">
                      <UserPlus size={20} />
                    </span>
                  }
                  title={<span class="line-clamp-2">{words.row(one.name, one.gap.weeks, one.stageName)}</span>}
                  line={lineOf(one)}
                  right={dayNear(one.atMs, now()).split(' ')[0]}
                  onPress={() => setOpenId(one.id)}
                />
              )}
            </For>
          </Card>
        </section>
      </Show>
      <Show when={opened()}>{(one) => <SuggestionSheet suggestion={one()} onClose={() => setOpenId(null)} />}</Show>
    </>
  );
};
