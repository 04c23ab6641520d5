import { type Component, For, Show } from 'solid-js';
import { createAnswer, useOrg } from '../../app/data-context.tsx';
import { gaps as words } from '../../locales/zh-CN/gaps.ts';
import { Banner } from '../../ui/badge.tsx';
import { TriangleAlert } from '../../ui/icons.ts';
import { moveLook } from '../../views/move-words.ts';

/**
 * A region in which nobody entered 合同签署 in the last whole week, where two a week and more did before (R55): it names
 * what to check first, and blames nobody.
 */
export const RegionWarnings: Component = () => {
  const org = useOrg();
  const moves = createAnswer(() => ({ kind: 'moves' as const, filter: {} }));
  const said = (): readonly string[] => {
    const [company, found] = [org(), moves()];
    if (company === undefined || found === undefined) return [];
    return found.moves
      .filter(({ kind }) => kind === 'white')
      .map((move) => {
        const { head, change, line } = moveLook(move, company);
        return words.review.white(found.week.label, head, change, line);
      });
  };
  return (
    <Show when={said().length > 0}>
      <div class="flex flex-col gap-2">
        <For each={said()}>
          {(text) => (
            <Banner tone="yellow" icon={<TriangleAlert size={18} />}>
              {text}
            </Banner>
          )}
        </For>
      </div>
    </Show>
  );
};
