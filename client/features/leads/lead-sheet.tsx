import { type Component, createSignal, For, Show, untrack } from 'solid-js';
import { leadCustomer, type MemberId, territoryName } from '#rules';
import { createAnswer, useData, useNow, useOrg } from '../../app/data-context.tsx';
import { NamesakeLine } from '../../app/namesake.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { LeadRow, Taker } from '../../data/lead-contract.ts';
import { fits, leads } from '../../locales/zh-CN/leads.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Card, Fact, SectionTitle } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { dateWords } from '../../views/field-values.ts';
import { basisWords, MatchView, scoreText } from '../../views/match-view.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';
import { DiscardForm } from './discard-form.tsx';

const words = leads.sheet;
const ATTRIBUTES = ['industry', 'level', 'city', 'product', 'decisionMakerTitle'] as const;

const Facts: Component<{ readonly row: LeadRow }> = (props) => {
  const org = useOrg();
  const now = useNow();
  const territory = () => territoryName(org(), props.row.territory ?? '');
  return (
    <Card label={words.facts}>
      <dl class="m-0">
        <Fact term={leads.source}>{leads.line(props.row.source, props.row.campaign)}</Fact>
        <Fact term={words.received}>{dateWords(props.row.flow.receivedAt, now())}</Fact>
        <Show when={territory()}>{(name) => <Fact term={leads.add.territory}>{name()}</Fact>}</Show>
        <For each={ATTRIBUTES.filter((field) => props.row.attributes[field] !== undefined)}>
          {(field) => <Fact term={leads.add[field]}>{props.row.attributes[field]}</Fact>}
        </For>
        <Show when={props.row.remark}>{(remark) => <Fact term={leads.add.remark}>{remark()}</Fact>}</Show>
      </dl>
    </Card>
  );
};

const TakerRow: Component<{
  readonly taker: Taker;
  readonly onGive: (territory: string) => void;
}> = (props) => {
  const org = useOrg();
  const [isOpen, setIsOpen] = createSignal(false);
  const [picked, setTerritory] = createSignal(untrack(() => props.taker.territories[0] as string | undefined) ?? '');
  const match = () => (props.taker.fit.kind === 'match' ? props.taker.fit : null);
  const nameOf = (id: string): string => territoryName(org(), id) ?? '';
  return (
    <li class="flex flex-col gap-2 border-b border-line px-gutter py-3 last:border-0">
      <div class="flex items-center justify-between gap-3">
        <span class="min-w-0">
          <span class="block text-item font-semibold">{props.taker.name}</span>
          <Show when={match()}>
            {(found) => <span class="block text-second text-ink">{fits.score(scoreText(found().score))}</span>}
          </Show>
          <span class="block text-meta text-ink-3">{basisWords(props.taker.fit)}</span>
        </span>
        <Button class="shrink-0 whitespace-nowrap" onClick={() => props.onGive(picked())}>
          {words.give(props.taker.name)}
        </Button>
      </div>
      <Show when={props.taker.territories.length > 1}>
        <SelectField
          label={words.inTerritory}
          value={picked()}
          options={props.taker.territories.map((id) => ({ value: id, label: nameOf(id) }))}
          onChoose={setTerritory}
        />
      </Show>
      <Show when={match()}>
        {(found) => (
          <>
            <Button
              kind="text"
              class="-ml-2 self-start"
              aria-expanded={isOpen()}
              aria-label={words.named(isOpen() ? words.hide : words.why, props.taker.name)}
              onClick={() => setIsOpen(!isOpen())}
            >
              {isOpen() ? words.hide : words.why}
            </Button>
            <Show when={isOpen()}>
              <MatchView lines={found().lines} territories={org()?.territories ?? []} />
            </Show>
          </>
        )}
      </Show>
    </li>
  );
};

/** What a fit rests on: scores of different ones are not compared. */
type Basis = keyof typeof words.by;
const BASES: readonly Basis[] = ['own', 'team', 'none'];

const Takers: Component<{ readonly row: LeadRow; readonly onDone: () => void }> = (props) => {
  const data = useData();
  const toast = useToast();
  // The sheet is gone when it is taken back.
  const lead = untrack(() => props.row.id);
  const answer = createAnswer(() => ({ kind: 'takers' as const, lead }));
  const takersBy = (basis: Basis): readonly Taker[] =>
    answer()?.takers.filter(({ fit }) => (fit.kind === 'match' ? fit.of : 'none') === basis) ?? [];
  const [problem, setProblem] = createSignal<string | null>(null);
  /** Nobody has its customer any more: the lead waits in the pool again. */
  const takeBack = async (): Promise<void> => {
    const subject = leadCustomer(lead);
    const wrong = outcomeWords(await data.run({ type: 'customerHandedOver', subject, payload: { to: null } }));
    toast.show(wrong === null ? { text: words.takenBack } : { text: wrong, kind: 'refusal' });
  };
  const give = async (to: MemberId, name: string, territory: string): Promise<void> => {
    const wrong = outcomeWords(await data.run({ type: 'leadAssigned', subject: lead, payload: { to, territory } }));
    setProblem(wrong);
    if (wrong !== null) return;
    toast.show({ text: words.given(name), undo: { label: words.undo, run: () => void takeBack() } });
    props.onDone();
  };
  return (
    <section aria-label={words.takers}>
      <SectionTitle>{words.takers}</SectionTitle>
      <Show when={problem()}>
        {(said) => (
          <Banner tone="red" alert={true}>
            {said()}
          </Banner>
        )}
      </Show>
      <Show
        when={(answer()?.takers.length ?? 0) > 0}
        fallback={<p class="m-0 text-second text-ink-2">{words.noTakers}</p>}
      >
        <div class="flex flex-col gap-3">
          <For each={BASES.filter((basis) => takersBy(basis).length > 0)}>
            {(basis) => (
              <Card flush={true} label={words.by[basis]}>
                <p class="m-0 border-b border-line px-gutter py-2 text-second text-ink-2">{words.by[basis]}</p>
                <ul class="m-0 list-none p-0">
                  <For each={takersBy(basis)}>
                    {(taker) => (
                      <TakerRow taker={taker} onGive={(territory) => void give(taker.member, taker.name, territory)} />
                    )}
                  </For>
                </ul>
              </Card>
            )}
          </For>
        </div>
      </Show>
    </section>
  );
};

/** A lead in full: what is known, how it stands, and whom it fits, who may be given it with one press (R50). */
export const LeadSheet: Component<{
  readonly row: LeadRow;
  readonly mayAssign: boolean;
  readonly onClose: () => void;
}> = (props) => (
  <Sheet
    open={true}
    onClose={() => props.onClose()}
    title={props.row.name}
    line={
      props.row.ownerName === null
        ? leads.standings[props.row.flow.standing]
        : leads.owner(leads.standings[props.row.flow.standing], props.row.ownerName)
    }
    closeLabel={leads.close}
    height="full"
  >
    <div class="flex flex-col gap-4 pb-4">
      <Show when={props.row.alsoGivenTo.length > 0}>
        <Banner tone="yellow">{leads.alsoGiven(props.row.alsoGivenTo.join(leads.separator))}</Banner>
      </Show>
      <Show when={props.row.namesake}>
        {(of) => (
          <Banner tone="yellow">
            <NamesakeLine of={of()} />
          </Banner>
        )}
      </Show>
      <Show when={props.row.flow.standing === 'returned' && props.row.flow.returned}>
        {(reason) => <Banner>{words.returned(reason())}</Banner>}
      </Show>
      <Show when={props.row.flow.standing === 'discarded' && props.row.flow.discarded}>
        {(reason) => <Banner>{words.discarded(reason())}</Banner>}
      </Show>
      <Facts row={props.row} />
      <Show when={props.row.flow.owner !== null && props.row.customer}>
        {(customer) => <ButtonLink href={`${PATHS.pool}/${customer()}`}>{words.toCustomer}</ButtonLink>}
      </Show>
      <Show when={props.row.isFree && props.mayAssign}>
        <Takers row={props.row} onDone={props.onClose} />
      </Show>
      <Show when={props.row.isFree}>
        <DiscardForm lead={props.row.id} onDone={props.onClose} />
      </Show>
    </div>
  </Sheet>
);
