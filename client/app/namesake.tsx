import { type Accessor, type Component, Show } from 'solid-js';
import type { CustomerId } from '#rules';
import type { Namesake } from '../data/lead-contract.ts';
import { namesakeWords as words } from '../locales/zh-CN/namesake.ts';
import { Banner } from '../ui/badge.tsx';
import { namesakeIn, namesakeQueries } from '../views/namesake.ts';
import { createAnswer } from './data-context.tsx';
import { PATHS } from './navigation.ts';

/** Whoever in the pool has the name already, but for one; of those this device holds, as the list of the pool. */
export const createNamesake = (
  name: Accessor<string>,
  except: Accessor<CustomerId | null> = () => null,
): Accessor<Namesake | undefined> => {
  const answers = [0, 1].map((at) => createAnswer(() => namesakeQueries(name())[at] ?? null));
  return () =>
    namesakeIn(
      name(),
      answers.map((answer) => answer()),
      except(),
    );
};

/** 「…」 is in the pool already, with the way to him: everybody named is on this device, so his page opens. */
export const NamesakeLine: Component<{ readonly of: Namesake }> = (props) => (
  <>
    {words.before}
    <a class="font-semibold underline underline-offset-2" href={`${PATHS.pool}/${props.of.id}`}>
      {words.name(props.of.name)}
    </a>
    {words.after}
  </>
);

/** The same above what is done with a customer, once somebody else with his name is known. */
export const NamesakeWarning: Component<{ readonly name: string; readonly customer: CustomerId }> = (props) => {
  const namesake = createNamesake(
    () => props.name,
    () => props.customer,
  );
  return (
    <Show when={namesake()}>
      {(of) => (
        <Banner tone="yellow">
          <NamesakeLine of={of()} />
        </Banner>
      )}
    </Show>
  );
};
