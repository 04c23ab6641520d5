import { type Component, createSignal, For, type ParentProps, Show } from 'solid-js';
import type { PayloadOf, Share } from '#rules';
import { createAnswer, useData, useMe, useNow, useOrg } from '../../app/data-context.tsx';
import type { VerdictRow, VerdictsAnswer } from '../../data/mirror-contract.ts';
import { verdicts as words } from '../../locales/zh-CN/verdicts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Card, SectionTitle } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { dayNear } from '../../views/day-near.ts';
import { makeAct } from '../../views/make-act.ts';
import { scopeWords } from './scope-words.ts';

type Verdict = PayloadOf<'causeJudged'>['verdict'];
const VERDICTS = Object.keys(words.verdicts) as Verdict[];
const MOST_LETTERS = 300;

const shareWords = (share: Share | null, when: keyof typeof words.noShare): string =>
  share === null ? words.noShare[when] : words.share(share.some, share.all);

const foundWords = ({ found }: VerdictRow): string =>
  found === null
    ? words.nothingFound
    : words.foundWords(found.value, found.stuckWith, found.stuck, found.otherWith, found.others);

/** 对, 不对 or 说不准, with a reason if he likes. What was typed stays when it was not saved. */
const Judge: Component<{ readonly row: VerdictRow; readonly onDone: () => void }> = (props) => {
  const data = useData();
  const me = useMe();
  const toast = useToast();
  const act = makeAct(data, () => ({}));
  const [reason, setReason] = createSignal('');
  const say = async (verdict: Verdict): Promise<void> => {
    const text = reason().trim();
    const payload = { guess: props.row.id, verdict, ...(text === '' ? {} : { reason: text }) };
    if ((await act.run({ type: 'causeJudged', subject: me.member() ?? '', payload })) === null) return;
    toast.show({ text: words.saved });
    props.onDone();
  };
  return (
    <fieldset class="m-0 mt-2 flex flex-col gap-2 border-0 p-0">
      <legend class="p-0 pb-1 text-second font-semibold text-ink">{words.question}</legend>
      <TextField
        label={words.reason}
        optionalWord={words.optional}
        maxLength={MOST_LETTERS}
        value={reason()}
        error={act.problem()}
        onText={setReason}
      />
      <div class="flex flex-wrap gap-2">
        <For each={VERDICTS}>
          {(verdict) => (
            <Button kind="outline" disabled={act.isBusy()} onClick={() => void say(verdict)}>
              {words.verdicts[verdict]}
            </Button>
          )}
        </For>
      </div>
    </fieldset>
  );
};

/** Whole sentences are read from the left: under what they answer, with room beside it. */
const Told: Component<ParentProps<{ readonly term: string }>> = (props) => (
  <div class="grid gap-x-4 border-b border-line py-2 last:border-0 sm:grid-cols-[8rem_1fr] sm:items-baseline">
    <dt class="text-second text-ink-3">{props.term}</dt>
    <dd class="m-0 min-w-0 text-item text-ink">{props.children}</dd>
  </div>
);

const VerdictCard: Component<{ readonly row: VerdictRow }> = (props) => {
  const org = useOrg();
  const now = useNow();
  const [isOpen, setIsOpen] = createSignal(false);
  const row = () => props.row;
  const narrowed = (): readonly string[] => {
    const company = org();
    return company === undefined ? [] : scopeWords(row().scope, company);
  };
  const title = () => words.head(row().week, row().stage);
  return (
    <Card label={title()}>
      <h3 class="m-0 text-item font-semibold text-ink">{title()}</h3>
      <Show when={narrowed().length > 0}>
        <p class="m-0 text-second text-ink-3">{words.scope(narrowed())}</p>
      </Show>
      <dl class="m-0 mt-1">
        <Told term={words.mine}>{row().guess}</Told>
        <Told term={words.found}>{foundWords(row())}</Told>
        <Told term={words.conversion}>
          {words.change(shareWords(row().before, 'before'), shareWords(row().after, 'after'))}
        </Told>
        <Told term={words.tasks}>{words.taskCount(row().tasks, row().done)}</Told>
      </dl>
      <Show
        when={row().isDue || isOpen()}
        fallback={
          <p class="mt-2 mb-0 flex items-center gap-3 text-second text-ink-2">
            <Show when={row().judged} fallback={words.waits(dayNear(row().judgeFrom, now()))}>
              {(judged) => (
                <>
                  {words.judged(words.verdicts[judged().verdict], judged().reason)}
                  <Button kind="text" onClick={() => setIsOpen(true)}>
                    {words.again}
                  </Button>
                </>
              )}
            </Show>
          </p>
        }
      >
        <Judge row={row()} onDone={() => setIsOpen(false)} />
      </Show>
    </Card>
  );
};

const accuracy = ({ right, wrong, undecided }: VerdictsAnswer): string => {
  const said = words.accuracy(right, right + wrong);
  return undecided === 0 ? said : `${said}，${words.undecided(undecided)}`;
};

/** Own guesses about why customers stay: what was found, what moved since, and the verdict (R52, R54, R84). */
export const VerdictList: Component = () => {
  const answer = createAnswer(() => ({ kind: 'verdicts' as const }));
  return (
    <Show when={answer()?.rows.length ? answer() : undefined}>
      {(all) => {
        const title = () => (all().due > 0 ? words.title : words.all);
        return (
          <section aria-label={title()} class="flex flex-col gap-3">
            <SectionTitle aside={accuracy(all())}>{title()}</SectionTitle>
            <For each={all().rows}>{(row) => <VerdictCard row={row} />}</For>
          </section>
        );
      }}
    </Show>
  );
};
