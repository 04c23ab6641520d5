import { type Component, For, Show } from 'solid-js';
import { MATCH_FACTORS, type SuggestionSettings } from '#rules';
import { matchFactors } from '../../../locales/zh-CN/match-words.ts';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { processSettings } from '../../../locales/zh-CN/process-settings.ts';
import { SelectField } from '../../../ui/field.tsx';
import { SectionTitle } from '../../../ui/list.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { createPart } from '../create-part.ts';
import { PartPage } from '../part-page.tsx';
import { problemAt } from '../part-problems.ts';
import { useProcess } from '../process-context.tsx';

const words = processSettings.suggestion;
const NUMBERS = [
  ['emptyWeeks', words.weeks],
  ['shortWeekDays', processSettings.days],
  ['threshold', words.points],
  ['minimumWon', processSettings.customers],
] as const;

/** 线索建议: when leads are suggested, and by what a lead is compared with won customers (R49, R50, A10). */
export const SuggestionPage: Component = () => {
  const { process } = useProcess();
  const desk = createPart<'suggestion'>(() => 'suggestion');
  const set = (change: Partial<SuggestionSettings>, field: string): void => {
    const part = desk.part();
    if (part !== null) desk.change({ kind: 'suggestion', suggestion: { ...part.suggestion, ...change } }, field);
  };
  const problem = (field: string): string | null => problemAt(desk.shownProblems(), `suggestion.${field}`);
  return (
    <PartPage desk={desk} title={processWords.sections.suggestion}>
      <p class="m-0 text-body text-ink-2">{words.line}</p>
      <Show when={desk.part()?.suggestion}>
        {(suggestion) => (
          <>
            <SelectField
              label={words.stage}
              value={suggestion().stage}
              options={process().stages.map(({ id, name }) => ({ value: id, label: name }))}
              error={problem('stage')}
              onChoose={(stage) => set({ stage }, 'stage')}
            />
            <For each={NUMBERS}>
              {([field, unit]) => (
                <NumberField
                  label={words[field]}
                  aside={unit}
                  value={suggestion()[field]}
                  error={problem(field)}
                  onNumber={(number) => set({ [field]: number }, field)}
                />
              )}
            </For>
            <section aria-label={words.weights} class="flex flex-col gap-3">
              <SectionTitle>{words.weights}</SectionTitle>
              <p class="m-0 text-second text-ink-3">{words.weightsLine}</p>
              <For each={MATCH_FACTORS}>
                {(factor) => (
                  <NumberField
                    label={matchFactors[factor]}
                    value={suggestion().weights[factor]}
                    error={problem(`weights.${factor}`)}
                    onNumber={(number) =>
                      set({ weights: { ...suggestion().weights, [factor]: number } }, `weights.${factor}`)
                    }
                  />
                )}
              </For>
            </section>
          </>
        )}
      </Show>
    </PartPage>
  );
};
