import { type Component, createSignal, For, Match, Show, Switch, untrack } from 'solid-js';
import { type LeadId, recentWeeks } from '#rules';
import { useData, useMe, useOrg } from '../../app/data-context.tsx';
import { NamesakeLine } from '../../app/namesake.tsx';
import type { SuggestedLead, Suggestion } from '../../data/lead-contract.ts';
import { fits, suggestions as words } from '../../locales/zh-CN/leads.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { CheckRow, TextArea } from '../../ui/field.tsx';
import { Card } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { createKeptText } from '../../views/create-kept-text.ts';
import { basisWords, MatchView, scoreText } from '../../views/match-view.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';

/** Leads a suggestion names at most. */
const NAMED = 3;

const noneWords = ({ found }: Suggestion): string => {
  switch (found.kind) {
    case 'emptyPool':
      return words.emptyPool;
    case 'noneAbove':
      return words.noneAbove(found.compared, found.threshold);
    case 'leads':
      return found.leads.length < NAMED ? words.fewer(found.leads.length) : '';
    default:
      return basisWords(found);
  }
};

const leadsOf = ({ found }: Suggestion): readonly SuggestedLead[] => (found.kind === 'leads' ? found.leads : []);

/** 线索分配建议: why it came, the leads explained factor by factor; given with one press, or declined with a reason (R49). */
export const SuggestionSheet: Component<{ readonly suggestion: Suggestion; readonly onClose: () => void }> = (
  props,
) => {
  const data = useData();
  const me = useMe();
  const org = useOrg();
  const toast = useToast();
  const [left, setLeft] = createSignal<ReadonlySet<LeadId>>(new Set());
  const [isDeclining, setIsDeclining] = createSignal(untrack(() => leadsOf(props.suggestion).length === 0));
  const reason = createKeptText(data, `suggestion-declined-${props.suggestion.id}`);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [isGiving, setIsGiving] = createSignal(false);
  /** Given by a press that did not get to its end. */
  const given: LeadId[] = [];
  /** There is nothing to give: that is reason enough. */
  const nothing = (): string | null => (leadsOf(props.suggestion).length === 0 ? noneWords(props.suggestion) : null);
  /** What is shown: a reason typed while there was something to give is not. */
  const why = (): string => nothing() ?? reason.text().trim();
  const chosen = () => leadsOf(props.suggestion).filter(({ row }) => !left().has(row.id));
  const toggle = (lead: LeadId): void => {
    const next = new Set(left());
    if (!next.delete(lead)) next.add(lead);
    setLeft(next);
  };
  const answered = (answer: 'accepted' | 'declined', ids: readonly LeadId[]) =>
    data.run({
      type: 'suggestionAnswered',
      subject: me.member() ?? '',
      payload: {
        ...{ suggestion: props.suggestion.id, answer, leads: [...ids] },
        ...(answer === 'declined' ? { reason: why() } : {}),
      },
    });
  const finish = async (answer: 'accepted' | 'declined', ids: readonly LeadId[], done: string): Promise<void> => {
    const wrong = outcomeWords(await answered(answer, ids));
    setProblem(wrong);
    if (wrong !== null) return;
    void reason.drop();
    toast.show({ text: done });
    props.onClose();
  };
  const give = async ({ member: to, territories, name }: Suggestion): Promise<void> => {
    for (const { row } of chosen()) {
      const territory = territories.find((one) => one === row.territory) ?? territories[0] ?? '';
      const outcome = await data.run({ type: 'leadAssigned', subject: row.id, payload: { to, territory } });
      const wrong = outcomeWords(outcome);
      if (wrong !== null) return void setProblem(wrong);
      given.push(row.id);
    }
    await finish('accepted', given, words.accepted(name));
  };
  /** While leads are being given others take their place in the list: a second press would give those unseen. */
  const accept = async (): Promise<void> => {
    if (isGiving()) return;
    if (chosen().length === 0) return void setProblem(words.chooseSome);
    setIsGiving(true);
    await give(props.suggestion);
    setIsGiving(false);
  };
  const decline = async (): Promise<void> => {
    if (why() === '') return void setProblem(words.reasonMissing);
    await finish('declined', [], words.declined);
  };
  const weekLabel = () => {
    const { gap, atMs } = props.suggestion;
    return recentWeeks(atMs, 105).find(({ week }) => week === gap.firstWeek)?.label ?? gap.firstWeek;
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.title}
      line={words.row(props.suggestion.name, props.suggestion.gap.weeks, props.suggestion.stageName)}
      closeLabel={words.close}
      height="full"
      foot={
        <Switch>
          <Match when={isDeclining()}>
            <Button kind="primary" wide={true} onClick={() => void decline()}>
              {nothing() === null ? words.decline : words.understood}
            </Button>
          </Match>
          <Match when={true}>
            <Button onClick={() => setIsDeclining(true)}>{words.decline}</Button>
            <Button kind="primary" class="flex-1" disabled={isGiving()} onClick={() => void accept()}>
              {words.accept(chosen().length)}
            </Button>
          </Match>
        </Switch>
      }
    >
      <div class="flex flex-col gap-3 pb-4">
        <p class="m-0 text-second text-ink-2">{words.since(weekLabel())}</p>
        <Show when={problem()}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <Show when={props.suggestion.basis}>
          {(basis) => <p class="m-0 text-second text-ink-2">{fits[basis().of](basis().won)}</p>}
        </Show>
        <Show when={noneWords(props.suggestion)}>{(said) => <Banner>{said()}</Banner>}</Show>
        <For each={leadsOf(props.suggestion)}>
          {({ row, score, lines }) => (
            <Card label={row.name}>
              <Show when={!isDeclining()} fallback={<p class="m-0 text-item font-semibold">{row.name}</p>}>
                <CheckRow
                  label={words.choose(row.name)}
                  checked={!left().has(row.id)}
                  onChange={() => toggle(row.id)}
                />
              </Show>
              <Show when={row.namesake}>
                {(of) => (
                  <p class="m-0 pb-1 text-second text-yellow-text">
                    <NamesakeLine of={of()} />
                  </p>
                )}
              </Show>
              <p class="m-0 pb-1 text-second text-ink">{fits.score(scoreText(score))}</p>
              <MatchView lines={lines} territories={org()?.territories ?? []} />
            </Card>
          )}
        </For>
        <Show when={isDeclining() && nothing() === null}>
          <TextArea label={words.reason} value={reason.text()} onText={reason.setText} />
        </Show>
      </div>
    </Sheet>
  );
};
