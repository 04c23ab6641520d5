import { type Component, createEffect, createSignal, on } from 'solid-js';
import { TextArea } from './field.tsx';

/** Words between the separators people use, each once. */
const split = (text: string): string[] => [
  ...new Set(
    text
      .split(/[、，,;；\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  ),
];

/** A list of words typed as one text; what is typed stays as typed, the list is told at each change. */
export const WordsField: Component<{
  readonly label: string;
  readonly words: readonly string[];
  /** Stands between the words as shown. */
  readonly separator: string;
  readonly onWords: (words: string[]) => void;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
}> = (props) => {
  const shown = () => props.words.join(props.separator);
  const [text, setText] = createSignal(shown());
  createEffect(
    on(
      shown,
      (now) => {
        // Changed from outside (undone, another version): what is typed gives way.
        if (split(text()).join(props.separator) !== now) setText(now);
      },
      { defer: true },
    ),
  );
  return (
    <TextArea
      label={props.label}
      hint={props.hint}
      error={props.error}
      rows={1}
      value={text()}
      onText={(typed) => {
        setText(typed);
        props.onWords(split(typed));
      }}
    />
  );
};
