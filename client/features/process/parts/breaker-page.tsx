import { type Component, For, Show } from 'solid-js';
import type { Process } from '#rules';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { processSettings } from '../../../locales/zh-CN/process-settings.ts';
import { CheckRow } from '../../../ui/field.tsx';
import { Card } from '../../../ui/list.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { createPart } from '../create-part.ts';
import { PartPage } from '../part-page.tsx';
import { problemAt } from '../part-problems.ts';

const words = processSettings.breaker;
const NUMBERS = [
  ['graceDays', processSettings.days],
  ['quietDays', processSettings.days],
  ['capPerDay', processSettings.customers],
  ['appealHours', processSettings.hours],
] as const;

/** 待清洗池设置: what keeps the pool from filling at once (R23, A1), and how an appeal is decided (A22). */
export const BreakerPage: Component = () => {
  const desk = createPart<'breaker'>(() => 'breaker');
  const set = (change: Partial<Process['breaker']>, field: string): void => {
    const part = desk.part();
    if (part !== null) desk.change({ kind: 'breaker', breaker: { ...part.breaker, ...change } }, field);
  };
  return (
    <PartPage desk={desk} title={processWords.sections.breaker}>
      <p class="m-0 text-body text-ink-2">{words.line}</p>
      <Show when={desk.part()?.breaker}>
        {(breaker) => (
          <>
            <For each={NUMBERS}>
              {([field, unit]) => (
                <NumberField
                  label={words[field]}
                  aside={unit}
                  value={breaker()[field]}
                  error={problemAt(desk.shownProblems(), `breaker.${field}`)}
                  onNumber={(number) => set({ [field]: number }, field)}
                />
              )}
            </For>
            <Card>
              <CheckRow
                label={words.approval}
                hint={words.approvalHint}
                checked={breaker().appealNeedsApproval}
                onChange={(appealNeedsApproval) => set({ appealNeedsApproval }, 'approval')}
              />
            </Card>
          </>
        )}
      </Show>
    </PartPage>
  );
};
