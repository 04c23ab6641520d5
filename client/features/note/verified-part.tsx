import { type Component, For, Show } from 'solid-js';
import { note as words } from '../../locales/zh-CN/note.ts';
import { Chip } from '../../ui/chip.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem.tsx';
import type { Note } from './create-note.ts';
import type { VerifiedAnswer } from './note-form.ts';

const ANSWERS = Object.keys(words.verifiedAnswers) as VerifiedAnswer[];

/** Part 4: whether a need was verified, answered with one tap; yes says which (R62). */
export const VerifiedPart: Component<{ readonly note: Note }> = (props) => (
  <>
    <div class="grid grid-cols-2 gap-2 [&>button]:justify-center">
      <For each={ANSWERS}>
        {(answer) => (
          <Chip
            look="choice"
            label={`${words.verified}：${words.verifiedAnswers[answer]}`}
            pressed={props.note.form.verified === answer}
            onPress={() => props.note.setForm('verified', answer)}
          >
            {words.verifiedAnswers[answer]}
          </Chip>
        )}
      </For>
    </div>
    <ProblemLine text={props.note.errorOf('verifiedNeed')} />
    <Show when={props.note.form.verified === 'verified'}>
      <TextField
        label={words.verifiedNeed}
        value={props.note.form.verifiedNeed}
        error={props.note.errorOf('verifiedNeed.need')}
        onText={(text) => props.note.setForm('verifiedNeed', text)}
      />
    </Show>
  </>
);
