import { type Component, createSignal, For, Show } from 'solid-js';
import { type CustomerId, mayHoldType, type PoolState } from '#rules';
import { useData, useMe, useNow, useOrg } from '../../../app/data-context.tsx';
import { PATHS } from '../../../app/navigation.ts';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { cleansing as words } from '../../../locales/zh-CN/cleansing.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Lock } from '../../../ui/icons.ts';
import { useToast } from '../../../ui/toast.tsx';
import { dayNear } from '../../../views/day-near.ts';
import { MarkGlyph } from '../../../views/mark-glyph.tsx';
import { type PoolAct, PoolActSheet } from '../../../views/pool-act-sheet.tsx';
import { outcomeWords } from '../../../views/refusal-words.ts';
import { usePeople } from '../people/use-people.ts';
import { ReasonSheet } from '../reason-sheet.tsx';
import { AppealSheet } from './appeal-sheet.tsx';
import { AppealView } from './appeal-view.tsx';

interface CardProps {
  readonly customer: CustomerAnswer;
}

const Reds: Component<CardProps & { readonly pool: PoolState }> = (props) => {
  const now = useNow();
  const people = usePeople(() => props.customer.names);
  const reds = () => props.customer.state.marks.filter(({ id }) => props.pool.run.includes(id));
  return (
    <ul aria-label={words.reds} class="m-0 flex list-none flex-col gap-1 p-0">
      <For each={reds()}>
        {(mark) => (
          <li class="flex items-center gap-2 text-second text-ink-2">
            <span aria-hidden="true" class="flex">
              <MarkGlyph look={mark.automatic === null ? 'red' : 'redAutomatic'} size={16} />
            </span>
            {words.red(people(mark.author), dayNear(mark.t, now()))}
          </li>
        )}
      </For>
    </ul>
  );
};

/** The exits besides the appeal, for those who lead (R23). */
const LeaderActs: Component<CardProps & { readonly pool: PoolState }> = (props) => {
  const data = useData();
  const org = useOrg();
  const toast = useToast();
  const [act, setAct] = createSignal<PoolAct | null>(null);
  const acts: readonly PoolAct[] = ['release', 'reassign', 'merge', 'void'];
  const colleagues = () =>
    Object.values(org()?.members ?? {})
      .filter(
        ({ id, active, role }) => active && id !== props.customer.state.owner && mayHoldType(role, 'stageEntered'),
      )
      .map(({ id, name }) => ({ value: id as string, label: name }));
  const search = async (text: string) =>
    (await data.ask({ kind: 'pool', filter: { chip: 'all' }, search: text, offset: 0, limit: 8 })).rows.map(
      ({ id, name }) => ({ id: id as CustomerId, name }),
    );
  return (
    <>
      <div class="grid grid-cols-2 gap-2">
        <For each={acts}>{(one) => <Button onClick={() => setAct(one)}>{words[one]}</Button>}</For>
      </div>
      <Show when={act()}>
        {(chosen) => (
          <PoolActSheet
            act={chosen()}
            targets={[{ id: props.customer.state.id, name: props.customer.row.name, entry: props.pool.entry }]}
            deps={{
              data,
              colleagues: colleagues(),
              run: async (command) => outcomeWords(await data.run(command)),
              search,
            }}
            onClose={() => setAct(null)}
            onDone={(said) => {
              toast.show({ text: said });
              setAct(null);
            }}
          />
        )}
      </Show>
    </>
  );
};

const InPool: Component<CardProps & { readonly pool: PoolState }> = (props) => {
  const now = useNow();
  const me = useMe();
  const people = usePeople(() => props.customer.names);
  const [isAppealing, setIsAppealing] = createSignal(false);
  const owner = () => props.customer.state.owner;
  const isOwner = () => owner() !== null && owner() === me.member();
  const mayAppeal = () => isOwner() || props.customer.rules.isLed;
  const hasOpenAppeal = () => props.pool.appeals.some(({ decided }) => decided === null);
  const notMine = (): string => {
    const who = owner();
    return who === null ? words.unowned : words.mayNot(people(who));
  };
  return (
    <div class="flex flex-col gap-2.5">
      <p class="m-0 flex items-center gap-2 text-card font-semibold text-ink">
        <Lock size={20} class="shrink-0" />
        {words.locked}
      </p>
      <p class="m-0 text-second text-ink-3">{words.since(dayNear(props.pool.since, now()))}</p>
      <p class="m-0 text-item text-ink-2">{isOwner() ? words.explained : words.explainedOthers}</p>
      <Reds {...props} />
      <For each={props.pool.appeals}>{(appeal) => <AppealView customer={props.customer} appeal={appeal} />}</For>
      <Show when={mayAppeal()} fallback={<p class="m-0 text-second text-ink-2">{notMine()}</p>}>
        <Show when={isOwner() && !hasOpenAppeal()}>
          <Button kind="outline" wide={true} onClick={() => setIsAppealing(true)}>
            {props.pool.appeals.length === 0 ? words.appeal : words.appealAgain}
          </Button>
        </Show>
      </Show>
      <Show when={props.customer.rules.isLed}>
        <LeaderActs {...props} />
      </Show>
      <Show when={isAppealing()}>
        <AppealSheet customer={props.customer} entry={props.pool.entry} onClose={() => setIsAppealing(false)} />
      </Show>
    </div>
  );
};

const Gone: Component<CardProps> = (props) => {
  const now = useNow();
  const people = usePeople(() => props.customer.names);
  const [isUndoing, setIsUndoing] = createSignal(false);
  const merge = () => props.customer.state.mergedInto.at(-1);
  return (
    <>
      <Show when={props.customer.state.voided}>
        {(one) => (
          <p class="m-0 rounded-inner bg-fill p-3.5 text-item text-ink">
            {words.voided(people(one().author), dayNear(one().t, now()), one().reason)}
          </p>
        )}
      </Show>
      <Show when={merge()}>
        {(one) => (
          <div class="flex flex-col gap-2 rounded-inner bg-fill p-3.5">
            <p class="m-0 text-item text-ink">{words.mergedInto(people(one().author), dayNear(one().t, now()))}</p>
            <div class="flex flex-wrap gap-2">
              <ButtonLink kind="plain" class="no-underline" href={`${PATHS.pool}/${one().into}`}>
                {words.mergedLook}
              </ButtonLink>
              <Show when={props.customer.rules.isLed}>
                <Button onClick={() => setIsUndoing(true)}>{words.unmerge}</Button>
              </Show>
            </div>
            <Show when={isUndoing()}>
              <ReasonSheet
                keptAs={`merge-undone-${props.customer.state.id}`}
                {...words.unmergeSheet}
                command={(reason) => ({
                  type: 'mergeUndone',
                  subject: props.customer.state.id,
                  payload: { merges: props.customer.state.mergedInto.map(({ id }) => id), reason },
                })}
                onClose={() => setIsUndoing(false)}
              />
            </Show>
          </div>
        )}
      </Show>
    </>
  );
};

/** The customer's stay in the cleansing pool: locked, under appeal, or restored while that may still be taken back. */
export const PoolCard: Component<CardProps> = (props) => {
  const now = useNow();
  const stay = () => props.customer.state.pool;
  const restored = () => {
    const pool = stay();
    if (pool?.status !== 'restored') return null;
    const last = pool.appeals.at(-1);
    return last !== undefined && (last.decided === null ? last.rejectBy > now() : false) ? last : null;
  };
  return (
    <>
      <Gone customer={props.customer} />
      <Show when={stay()?.status === 'in' && stay()}>
        {(pool) => (
          <div class="rounded-inner bg-fill p-3.5">
            <InPool customer={props.customer} pool={pool()} />
          </div>
        )}
      </Show>
      <Show when={restored()}>
        {(appeal) => (
          <div class="rounded-inner bg-fill p-3.5 [&>section]:border-t-0 [&>section]:pt-0">
            <AppealView customer={props.customer} appeal={appeal()} />
          </div>
        )}
      </Show>
    </>
  );
};
