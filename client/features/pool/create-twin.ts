import { type Accessor, createSignal } from 'solid-js';
import { companyKey } from '#rules';
import { createAnswer, useData } from '../../app/data-context.tsx';
import type { PoolAnswer } from '../../data/contract.ts';

const ENOUGH_LETTERS = 2;
const LOOKED_AT = 5;
/** The question speaks of everybody, and a device that is still starting answers it late: no save is held up longer, ms. */
const LONGEST_MS = 800;

export interface Twin {
  /** Who has the name already, as it stands in the pool. */
  readonly name: Accessor<string | undefined>;
  /** He was told on saving, and has not changed the name since. */
  readonly isWarned: Accessor<boolean>;
  /** Whether the name may be saved: nobody has it, or he was told. Who types fast has not seen the warning yet. */
  readonly mayBeSaved: () => Promise<boolean>;
}

/** Whether a customer of that name is in the pool already. */
export const createTwin = (typed: Accessor<string>): Twin => {
  const data = useData();
  const likeIt = () => ({
    kind: 'pool' as const,
    filter: { chip: 'all' as const },
    search: typed(),
    offset: 0,
    limit: LOOKED_AT,
  });
  const twinIn = (found: PoolAnswer | undefined): string | undefined =>
    found?.rows.find(({ name }) => companyKey(name) === companyKey(typed()))?.name;
  const alike = createAnswer(() => (typed().trim().length < ENOUGH_LETTERS ? null : likeIt()));
  const [warned, setWarned] = createSignal<{ readonly of: string; readonly twin: string } | null>(null);
  const isWarned = (): boolean => warned()?.of === typed();
  return {
    name: () => (isWarned() ? warned()?.twin : twinIn(alike())),
    isWarned,
    mayBeSaved: async () => {
      if (isWarned()) return true;
      const of = typed();
      const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), LONGEST_MS));
      const twin = twinIn(await Promise.race([data.ask(likeIt()), late]));
      if (twin !== undefined) setWarned({ of, twin });
      return twin === undefined;
    },
  };
};
