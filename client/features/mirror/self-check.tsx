import { type Component, For, Show } from 'solid-js';
import { useNow, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { SelfCheckAnswer } from '../../data/mirror-contract.ts';
import { mirror as words } from '../../locales/zh-CN/mirror.ts';
import { Card, ListRow, SectionTitle } from '../../ui/list.tsx';
import { dayNear } from '../../views/day-near.ts';
import { fieldNamer } from '../../views/field-names.ts';

type Unfilled = SelfCheckAnswer['unfilled'][number];

/** A customer that lacks fields; each opens where it is filled in. */
const UnfilledRow: Component<{ readonly row: Unfilled; readonly nameOf: (field: string) => string }> = (props) => (
  <li class="border-b border-line px-gutter py-2 last:border-0">
    <p class="m-0 truncate text-item font-semibold text-ink">{props.row.name}</p>
    <p class="m-0 flex flex-wrap gap-x-4">
      <For each={props.row.fields}>
        {(field) => (
          <a
            href={`${PATHS.pool}/${props.row.id}?tab=profile&field=${field}`}
            class="flex min-h-11 items-center text-second text-brand-text no-underline hover:underline lg:min-h-8"
          >
            {words.fill(props.nameOf(field))}
          </a>
        )}
      </For>
    </p>
  </li>
);

/** Profile fields one tap away (R27). */
export const UnfilledList: Component<{ readonly check: SelfCheckAnswer }> = (props) => {
  const org = useOrg();
  const nameOf = (field: string): string => {
    const process = org()?.process;
    return process === undefined ? field : fieldNamer(process)(field);
  };
  const more = () => props.check.customers - props.check.unfilled.length;
  return (
    <Show when={props.check.customers > 0}>
      <section aria-label={words.profile}>
        <SectionTitle aside={words.profileCount(props.check.customers, props.check.fields)}>
          {words.profile}
        </SectionTitle>
        <Card flush={true}>
          <ul class="m-0 list-none p-0">
            <For each={props.check.unfilled}>{(row) => <UnfilledRow row={row} nameOf={nameOf} />}</For>
          </ul>
        </Card>
        <Show when={more() > 0}>
          <p class="mt-2 mb-0 text-second text-ink-3">{words.profileMore(more())}</p>
        </Show>
      </section>
    </Show>
  );
};

/** Signs that own work went past the system, asked softly: which step got in the way (R81). */
export const SignList: Component<{ readonly signs: SelfCheckAnswer['signs'] }> = (props) => {
  const now = useNow();
  const said = (sign: SelfCheckAnswer['signs'][number]): string =>
    sign.kind === 'lateInBulk'
      ? words.lateInBulk(dayNear(sign.at, now()), sign.notes)
      : words.wonWithoutVisit(sign.customerName ?? '', dayNear(sign.at, now()));
  return (
    <Show when={props.signs.length > 0}>
      <section aria-label={words.signs}>
        <SectionTitle>{words.signs}</SectionTitle>
        <Card flush={true}>
          <For each={props.signs}>
            {(sign) => (
              <ListRow
                title={<span class="truncate">{said(sign)}</span>}
                bold={false}
                {...(sign.kind === 'wonWithoutVisit' ? { href: `${PATHS.pool}/${sign.customer}` } : {})}
              />
            )}
          </For>
        </Card>
        <p class="mt-2 mb-0 text-second text-ink-3">{words.signsLine}</p>
      </section>
    </Show>
  );
};
