import { type Component, Show } from 'solid-js';
import type { Brake } from '#rules';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { ruleWords } from '../../../locales/zh-CN/rule-words.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckRow, SelectField, TextField } from '../../../ui/field.tsx';
import { ProblemLine } from '../../../ui/problem.tsx';
import { FRESH_BRAKE } from '../rules/rule-edits.ts';
import { ChoiceField } from './choice-field.tsx';
import { DurationField } from './duration-field.tsx';

const PEOPLE = (['owner', 'manager'] as const).map((value) => ({ value, label: ruleWords.people[value] }));
const EXITS = (['override', 'close', 'appeal'] as const).map((value) => ({ value, label: ruleWords.exits[value] }));

/** Who may stop it, until when, how and with which reason (R80): all three are asked, none is left to a default. */
export const BrakeForm: Component<{
  readonly brake: Brake | undefined;
  readonly problem: string | null;
  readonly onChange: (brake: Brake, field: string) => void;
}> = (props) => {
  const setNote = (brake: Brake, text: string): void => {
    const { note: _old, ...rest } = brake;
    props.onChange(text === '' ? rest : { ...rest, note: text }, 'note');
  };
  return (
    <div class="flex flex-col gap-4">
      <p class="m-0 text-second text-ink-2">{words.exitLine}</p>
      <Show
        when={props.brake}
        fallback={
          <>
            <ProblemLine text={props.problem} />
            <Button kind="outline" onClick={() => props.onChange(FRESH_BRAKE, 'fresh')}>
              {words.writeExit}
            </Button>
          </>
        }
      >
        {(brake) => (
          <>
            <ChoiceField
              label={words.who}
              choices={PEOPLE}
              chosen={brake().who}
              error={props.problem}
              onChange={(who) => props.onChange({ ...brake(), who }, 'who')}
            />
            <SelectField
              label={words.exit}
              value={brake().exit}
              options={EXITS}
              onChoose={(exit) => props.onChange({ ...brake(), exit: exit as Brake['exit'] }, 'exit')}
            />
            <CheckRow
              label={words.noLimit}
              checked={brake().within === null}
              onChange={(isOpen) =>
                props.onChange({ ...brake(), within: isOpen ? null : { amount: 24, unit: 'hour' } }, 'noLimit')
              }
            />
            <Show when={brake().within}>
              {(within) => (
                <DurationField
                  label={words.within}
                  value={within()}
                  onChange={(next) => props.onChange({ ...brake(), within: next }, 'within')}
                />
              )}
            </Show>
            <Show when={brake().exit === 'close'}>
              <TextField
                label={words.note}
                optionalWord={words.optional}
                hint={words.noteHint}
                maxLength={200}
                value={brake().note ?? ''}
                onText={(text) => setNote(brake(), text)}
              />
            </Show>
          </>
        )}
      </Show>
    </div>
  );
};
