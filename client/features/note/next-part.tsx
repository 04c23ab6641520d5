import { type Component, For, Show } from 'solid-js';
import { SHANGHAI_MINUTES } from '#rules';
import { useNow } from '../../app/data-context.tsx';
import { note as words } from '../../locales/zh-CN/note.ts';
import { Chip } from '../../ui/chip.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem.tsx';
import type { Note } from './create-note.ts';
import type { AgreedKind, NextKind } from './note-form.ts';

const KINDS = Object.keys(words.nextKinds) as NextKind[];
const AGREED = Object.keys(words.agreedKinds) as AgreedKind[];

const Refused: Component<{ readonly text: string | null }> = (props) => <ProblemLine text={props.text} />;

/** Part 3: date, people, matter, and whether the customer agreed; or why there is no appointment. */
export const NextPart: Component<{ readonly note: Note }> = (props) => {
  const now = useNow();
  return (
    <div class="flex flex-col gap-3">
      <div class="flex flex-wrap gap-2">
        <For each={KINDS}>
          {(kind) => (
            <Chip
              look="choice"
              pressed={props.note.form.next === kind}
              onPress={() => props.note.setForm('next', kind)}
            >
              {words.nextKinds[kind]}
            </Chip>
          )}
        </For>
      </div>
      <Refused text={props.note.errorOf('next')} />
      <Show when={props.note.form.next === 'touchpoint'}>
        <DateField
          label={words.at}
          atMs={props.note.form.nextAtMs}
          offsetMinutes={SHANGHAI_MINUTES}
          minMs={now()}
          error={props.note.errorOf('next.touchpoint.atMs')}
          onChange={(atMs) => props.note.setForm('nextAtMs', atMs)}
        />
        <TextField
          label={words.attendees}
          hint={words.attendeesHint}
          value={props.note.form.attendees}
          error={props.note.errorAt('next.touchpoint.attendees')}
          onText={(text) => props.note.setForm('attendees', text)}
        />
        <TextField
          label={words.agenda}
          value={props.note.form.agenda}
          error={props.note.errorOf('next.touchpoint.agenda')}
          onText={(text) => props.note.setForm('agenda', text)}
        />
        <fieldset class="m-0 border-0 p-0">
          <legend class="mb-1.5 p-0 text-second font-semibold text-ink-2">{words.agreed}</legend>
          <div class="flex flex-wrap gap-2">
            <For each={AGREED}>
              {(kind) => (
                <Chip
                  look="choice"
                  pressed={props.note.form.agreed === kind}
                  onPress={() => props.note.setForm('agreed', kind)}
                >
                  {words.agreedKinds[kind]}
                </Chip>
              )}
            </For>
          </div>
          <Refused text={props.note.errorOf('next.touchpoint.agreed')} />
        </fieldset>
      </Show>
      <Show when={props.note.form.next === 'checkDate'}>
        <DateField
          label={words.checkAt}
          only="date"
          atMs={props.note.form.nextAtMs}
          offsetMinutes={SHANGHAI_MINUTES}
          minMs={now()}
          error={props.note.errorOf('next.atMs')}
          onChange={(atMs) => props.note.setForm('nextAtMs', atMs)}
        />
        <TextField
          label={words.checkReason}
          value={props.note.form.checkReason}
          error={props.note.errorOf('next.reason')}
          onText={(text) => props.note.setForm('checkReason', text)}
        />
      </Show>
    </div>
  );
};
