import { type Component, createSignal, Show } from 'solid-js';
import type { MessageSettingsAnswer, QuietHours } from '#protocol';
import { useData } from '../../app/data-context.tsx';
import { messages as words } from '../../locales/zh-CN/messages.ts';
import { Banner } from '../../ui/badge.tsx';
import { CheckRow, SelectField } from '../../ui/field.tsx';
import { TriangleAlert } from '../../ui/icons.ts';
import { Card, SectionTitle } from '../../ui/list.tsx';
import { problemOf } from './problem.ts';

const HALF_HOURS = Array.from({ length: 48 }, (_, index) => index * 30);
const clockWords = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The half hours, and the time that is set when it is none of them. */
const timesWith = (minute: number) =>
  [...new Set([...HALF_HOURS, minute])]
    .sort((a, b) => a - b)
    .map((at) => ({ value: String(at), label: clockWords(at) }));

/** When nothing rings. Stored at each choice. */
export const QuietCard: Component<{
  readonly quiet: QuietHours;
  readonly onChange: (settings: MessageSettingsAnswer) => void;
}> = (props) => {
  const data = useData();
  const [problem, setProblem] = createSignal<string | null>(null);
  const set = async (part: Partial<QuietHours>): Promise<void> => {
    const outcome = await data.messages('quiet', { ...props.quiet, ...part });
    setProblem(problemOf(outcome));
    if (outcome.kind === 'ok') props.onChange(outcome.answer);
  };
  return (
    <section>
      <SectionTitle>{words.quiet}</SectionTitle>
      <Card>
        <CheckRow
          label={words.quietOn}
          hint={words.quietLine}
          checked={props.quiet.isOn}
          onChange={(isOn) => void set({ isOn })}
        />
        <Show when={props.quiet.isOn}>
          <div class="grid grid-cols-2 gap-3 pt-2 sm:grid-cols-3">
            <SelectField
              label={words.quietFrom}
              value={String(props.quiet.fromMinute)}
              options={timesWith(props.quiet.fromMinute)}
              onChoose={(value) => void set({ fromMinute: Number(value) })}
            />
            <SelectField
              label={words.quietTo}
              value={String(props.quiet.toMinute)}
              options={timesWith(props.quiet.toMinute)}
              onChoose={(value) => void set({ toMinute: Number(value) })}
            />
            <SelectField
              label={words.quietSend}
              value={String(props.quiet.sendAtMinute)}
              options={timesWith(props.quiet.sendAtMinute)}
              onChoose={(value) => void set({ sendAtMinute: Number(value) })}
            />
          </div>
        </Show>
        <Show when={problem()}>
          {(text) => (
            <div class="pt-3">
              <Banner tone="red" alert={true} icon={<TriangleAlert size={18} />}>
                {text()}
              </Banner>
            </div>
          )}
        </Show>
      </Card>
    </section>
  );
};
