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
import { FieldChoice } from './field-choice.tsx';

const words = processSettings.card;
const COLOURS = ['green', 'yellow', 'red'] as const;

/** 状态卡: what each colour needs besides its own questions (R19), and when silence grounds a red (R18). */
export const CardPage: Component = () => {
  const desk = createPart<'statusCard'>(() => 'statusCard');
  const set = (change: Partial<Process['statusCard']>, field: string): void => {
    const part = desk.part();
    if (part !== null) desk.change({ kind: 'statusCard', statusCard: { ...part.statusCard, ...change } }, field);
  };
  const problem = (field: string) => problemAt(desk.shownProblems(), `statusCard.${field}`);
  return (
    <PartPage desk={desk} title={processWords.sections.statusCard}>
      <p class="m-0 text-body text-ink-2">{words.line}</p>
      <Show when={desk.part()?.statusCard}>
        {(card) => (
          <>
            <NumberField
              label={words.silentDays}
              aside={processSettings.days}
              hint={words.silentHint}
              value={card().silentDays}
              error={problem('silentDays')}
              onNumber={(silentDays) => set({ silentDays }, 'silentDays')}
            />
            <Card>
              <CheckRow
                label={words.confirmation}
                hint={words.confirmationHint}
                checked={card().greenNeedsConfirmation}
                onChange={(greenNeedsConfirmation) => set({ greenNeedsConfirmation }, 'confirmation')}
              />
            </Card>
            <For each={COLOURS}>
              {(colour) => (
                <FieldChoice
                  label={words.fields[colour]}
                  chosen={card().requiredFields[colour]}
                  error={problem(`requiredFields.${colour}`)}
                  onChange={(fields) => set({ requiredFields: { ...card().requiredFields, [colour]: fields } }, colour)}
                />
              )}
            </For>
          </>
        )}
      </Show>
    </PartPage>
  );
};
