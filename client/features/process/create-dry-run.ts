import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import { type Rule, ruleSchema } from '#rules';
import { useData } from '../../app/data-context.tsx';
import type { DryRunAnswer } from '../../data/contract.ts';

/** How far back a run looks unless another span is chosen, days: a quarter. */
export const DRY_RUN_DAYS = 90;
/** A rule being changed is run again once it rests, ms. */
const REST_MS = 400;

export interface DryRunSoFar {
  readonly answer: DryRunAnswer;
  readonly tookMs: number;
}

/** The run of a rule, begun anew when the rule or the span changes; the old numbers stay until the new are there. */
export const createDryRun = (rule: () => Rule | null, days: () => number): (() => DryRunSoFar | null) => {
  const data = useData();
  const [run, setRun] = createSignal<DryRunSoFar | null>(null);
  createEffect(
    on([() => JSON.stringify(rule()), days], ([text, span]) => {
      const asked = JSON.parse(text) as Rule | null;
      if (asked === null || !ruleSchema.safeParse(asked).success) {
        setRun(null);
        return;
      }
      let stop: (() => void) | null = null;
      const timer = setTimeout(
        () => {
          const began = performance.now();
          stop = data.watch({ kind: 'dryRun', rule: asked, days: span }, (answer) =>
            setRun({ answer, tookMs: performance.now() - began }),
          );
        },
        run() === null ? 0 : REST_MS,
      );
      onCleanup(() => {
        clearTimeout(timer);
        stop?.();
      });
    }),
  );
  return run;
};
