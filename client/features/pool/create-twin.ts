import { type Accessor, createSignal } from 'solid-js';
import { useData } from '../../app/data-context.tsx';
import { createNamesake } from '../../app/namesake.tsx';
import type { Namesake } from '../../data/lead-contract.ts';
import { namesakeIn, namesakeQueries } from '../../views/namesake.ts';

/** The question speaks of everybody, and a device that is still starting answers it late: no save is held up longer, ms. */
const LONGEST_MS = 800;

export interface Twin {
  /** Who has the name already, as he stands in the pool. */
  readonly found: Accessor<Namesake | undefined>;
  /** He was told on saving, and has not changed the name since. */
  readonly isWarned: Accessor<boolean>;
  /** Whether the name may be saved: nobody has it, or he was told. Who types fast has not seen the warning yet. */
  readonly mayBeSaved: () => Promise<boolean>;
}

/** Whether a customer of that name is in the pool already. */
export const createTwin = (typed: Accessor<string>): Twin => {
  const data = useData();
  const alike = createNamesake(typed);
  const [warned, setWarned] = createSignal<{ readonly of: string; readonly twin: Namesake } | null>(null);
  const isWarned = (): boolean => warned()?.of === typed();
  return {
    found: () => (isWarned() ? warned()?.twin : alike()),
    isWarned,
    mayBeSaved: async () => {
      if (isWarned()) return true;
      const of = typed();
      const late = new Promise<[]>((resolve) => setTimeout(() => resolve([]), LONGEST_MS));
      const asked = Promise.all(namesakeQueries(of).map((query) => data.ask(query)));
      const twin = namesakeIn(of, await Promise.race([asked, late]));
      if (twin !== undefined) setWarned({ of, twin });
      return twin === undefined;
    },
  };
};
