import { type Component, createMemo, createSignal, type ParentProps, Show } from 'solid-js';
import { useMe, useNow, useOrg, useSync } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { brakes as words } from '../../../locales/zh-CN/customer-brakes.ts';
import { Tag } from '../../../ui/badge.tsx';
import { BrakeGlyph } from '../../../ui/brake-glyph.tsx';
import { Button } from '../../../ui/button.tsx';
import { Clock, Lock } from '../../../ui/icons.ts';
import { alertWords } from '../../../views/alert-words.ts';
import { dayNear } from '../../../views/day-near.ts';
import { spanWords } from '../../../views/time-left.ts';
import { usePeople } from '../people/use-people.ts';
import { OverrideSheet } from './override-sheet.tsx';
import { type OverrideChance, overrideChance } from './override-state.ts';
import { WhySheet } from './why-sheet.tsx';

interface BannerProps {
  readonly customer: CustomerAnswer;
}

/** How much of the time is gone. The words beside it say the same. */
const TimeBar: Component<{ readonly chance: OverrideChance; readonly nowMs: number }> = (props) => {
  const used = () => {
    const { endsAt, effect } = props.chance;
    if (endsAt === null) return 0;
    return Math.min(1, Math.max(0.02, (props.nowMs - effect.firedAt) / (endsAt - effect.firedAt)));
  };
  return (
    <span aria-hidden="true" class="block h-1.5 overflow-hidden rounded-full bg-line-2">
      <span
        class={`block h-full rounded-full ${props.chance.state === 'lastHour' ? 'bg-yellow' : 'bg-ink-2'}`}
        style={{ width: `${used() * 100}%` }}
      />
    </span>
  );
};

const Frame: Component<ParentProps<{ readonly isClosed: boolean }>> = (props) => (
  <div class="flex items-start gap-2.5 text-item text-ink">
    <span class="mt-0.5 flex shrink-0">
      <Show when={props.isClosed} fallback={<BrakeGlyph size={20} />}>
        <Lock size={20} />
      </Show>
    </span>
    <div class="min-w-0">{props.children}</div>
  </div>
);

/** What the system did to the card, why, who may change it and until when, in that order (R13, R78, R80). */
export const BrakeBanner: Component<BannerProps> = (props) => {
  const org = useOrg();
  const me = useMe();
  const now = useNow();
  const sync = useSync();
  const people = usePeople(() => props.customer.names);
  const [sheet, setSheet] = createSignal<'why' | 'override' | null>(null);
  const state = () => props.customer.state;
  const effect = createMemo(() => state().effects.find(({ id }) => id === state().mark?.automatic?.effect));
  const chance = createMemo(() => {
    const company = org();
    return company ? overrideChance(state(), company, me.member(), now()) : null;
  });
  const says = (): string => {
    const [acted, mark] = [effect(), state().mark];
    if (acted === undefined || mark === null) return '';
    const colour = words.colours[mark.colour];
    // The same colour once more, because the one before had stood unchanged; another rule may turn one into another.
    const before = state().marks.find(({ id }) => id === mark.base);
    if (acted.trigger === 'markStands' && before?.colour === mark.colour) return words.markedAgain(colour);
    return words.marked(colour, alertWords(acted, { stages: org()?.process.stages ?? [], nowMs: now() }));
  };
  const manager = (): string | null => {
    const { owner } = state();
    const above = owner === null ? null : (org()?.members[owner]?.manager ?? null);
    return above === null || above === me.member() ? null : people(above);
  };
  const when = () => dayNear(chance()?.endsAt ?? 0, now());
  return (
    <Show when={effect()}>
      {(acted) => (
        <div class="flex flex-col gap-2.5 rounded-inner bg-fill p-3.5">
          <Frame isClosed={chance()?.state === 'closed'}>
            <p class="m-0">{says()}</p>
          </Frame>
          <Show when={chance()}>
            {(open) => (
              <Show
                when={open().state !== 'closed'}
                fallback={
                  <p class="m-0 text-second text-ink-2">
                    <span class="font-semibold text-ink">{words.closed}</span>
                    <span class="ml-2">{words.closedLine(when(), manager())}</span>
                  </p>
                }
              >
                <div class="flex flex-wrap items-baseline justify-between gap-x-3">
                  <span class="text-figure font-semibold text-ink">
                    {open().endsAt === null ? words.unlimited : words.left(spanWords((open().endsAt ?? 0) - now()))}
                  </span>
                  <Show when={open().endsAt !== null}>
                    <Show
                      when={open().state === 'lastHour'}
                      fallback={<span class="text-second text-ink-2">{words.until(when())}</span>}
                    >
                      <Tag tone="yellow">
                        <Clock size={12} /> {words.until(when())}
                      </Tag>
                    </Show>
                  </Show>
                </div>
                <TimeBar chance={open()} nowMs={now()} />
                <p class="m-0 text-second text-ink-2">
                  {open().state === 'lastHour'
                    ? words.lastHour(when())
                    : words.who[open().effect.brake?.who.includes('owner') ? 'owner' : 'manager']}
                </p>
                <Show when={open().mayPull && sync()?.connection === 'offline'}>
                  <p class="m-0 text-second text-ink-2">{words.offline}</p>
                </Show>
              </Show>
            )}
          </Show>
          <div class="flex gap-2">
            <Button kind="plain" class="flex-1" onClick={() => setSheet('why')}>
              {words.why}
            </Button>
            <Show when={chance()?.mayPull && chance()?.state !== 'closed'}>
              <Button kind="outline" class="flex-[1.4]" onClick={() => setSheet('override')}>
                {words.override}
              </Button>
            </Show>
          </div>
          <Show when={sheet() === 'why'}>
            <WhySheet customer={props.customer} effect={acted().id} onClose={() => setSheet(null)} />
          </Show>
          <Show when={sheet() === 'override'}>
            <OverrideSheet customer={props.customer} effect={acted().id} onClose={() => setSheet(null)} />
          </Show>
        </div>
      )}
    </Show>
  );
};
