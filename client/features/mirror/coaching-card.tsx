import { type Component, createSignal, For, Show } from 'solid-js';
import { useData, useNow } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { CoachingRow } from '../../data/desk-contract.ts';
import { mirror } from '../../locales/zh-CN/mirror.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Lock } from '../../ui/icons.ts';
import { Card } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { dayNear } from '../../views/day-near.ts';
import { outcomeWords } from '../../views/refusal-words.ts';

const words = mirror.card;
const MOST_LETTERS = 300;

/** 知道了, with a sentence if he likes. What was typed stays when it was not saved. */
const Answer: Component<{ readonly row: CoachingRow }> = (props) => {
  const data = useData();
  const toast = useToast();
  const [remark, setRemark] = createSignal('');
  const [problem, setProblem] = createSignal<string | null>(null);
  const [isBusy, setIsBusy] = createSignal(false);
  const say = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy()) return;
    setIsBusy(true);
    const { card } = props.row;
    const text = remark().trim();
    const payload = { card: card.id, ...(text === '' ? {} : { remark: text }) };
    const wrong = outcomeWords(await data.run({ type: 'coachingSeen', subject: card.member, payload }));
    setIsBusy(false);
    setProblem(wrong);
    if (wrong === null) toast.show({ text: words.done });
  };
  return (
    <form class="mt-3 flex flex-wrap items-end gap-2" novalidate={true} onSubmit={(event) => void say(event)}>
      <div class="min-w-48 flex-1">
        <TextField
          label={words.remark}
          optionalWord={words.optional}
          hint={words.remarkHint}
          maxLength={MOST_LETTERS}
          value={remark()}
          error={problem()}
          onText={setRemark}
        />
      </div>
      <Button kind="outline" type="submit" disabled={isBusy()}>
        {words.seen}
      </Button>
    </form>
  );
};

/** A private word about five greens in a row without a deal (R87): between a person and his direct manager. */
export const CoachingCard: Component<{ readonly row: CoachingRow; readonly isOwn: boolean }> = (props) => {
  const now = useNow();
  const title = () => (props.isOwn ? words.own : words.of(props.row.memberName));
  return (
    <Card label={title()}>
      <div class="flex flex-wrap items-center gap-2">
        <h3 class="m-0 min-w-0 text-item font-semibold text-ink">{title()}</h3>
        <Show when={props.row.isSeen}>
          <Tag tone="quiet">{words.isSeen}</Tag>
        </Show>
        <Show when={!props.isOwn}>
          <Tag>{props.row.isSeenByMember ? words.seenByMember : words.notSeenByMember}</Tag>
        </Show>
      </div>
      <p class="mt-1 mb-0 flex items-center gap-1.5 text-second text-ink-3">
        <Lock size={14} />
        {props.isOwn ? words.private : words.privateOf(props.row.memberName)}
      </p>
      <p class="mt-2 mb-0 text-body text-ink">{words.look}</p>
      <p class="mt-1 mb-0 text-second text-ink-2">
        {words.basis[props.row.card.basis](Math.round(props.row.card.cycleDays))}
      </p>
      <ul class="mt-2 mb-0 list-none border-t border-line p-0">
        <For each={props.row.customers}>
          {(one) => (
            <li class="border-b border-line">
              <a
                href={`${PATHS.pool}/${one.customer}`}
                class="flex min-h-11 flex-wrap items-center justify-between gap-x-3 py-1.5 text-item text-ink no-underline hover:bg-hover"
              >
                <span class="min-w-0 truncate">{one.name}</span>
                <span class="text-second text-ink-2">
                  {(one.isLost ? words.lost : words.waiting)(dayNear(one.greenAt, now()))}
                </span>
              </a>
            </li>
          )}
        </For>
      </ul>
      <For each={props.row.remarks}>
        {({ authorName, text }) => <p class="mt-2 mb-0 text-second text-ink-2">{words.said(authorName, text)}</p>}
      </For>
      <Show when={!props.row.isSeen}>
        <Answer row={props.row} />
      </Show>
    </Card>
  );
};
