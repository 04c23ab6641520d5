import { type Component, Show } from 'solid-js';
import { createAnswer } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { verdicts as words } from '../../locales/zh-CN/verdicts.ts';
import { ChevronRight } from '../../ui/icons.ts';
import { Card, ListRow } from '../../ui/list.tsx';

/** Guesses whose weeks are over: the verdict is given on the own review (R52). */
export const VerdictLine: Component = () => {
  const answer = createAnswer(() => ({ kind: 'verdicts' as const }));
  return (
    <Show when={answer()?.due}>
      {(due) => (
        <Card flush={true}>
          <ListRow
            title={words.inbox(due())}
            line={words.inboxLine}
            right={<ChevronRight size={18} />}
            href={PATHS.mirror}
          />
        </Card>
      )}
    </Show>
  );
};
