import { type Component, createUniqueId, type JSX, type ParentProps, Show, splitProps } from 'solid-js';
import { ChevronDown, TriangleAlert } from './icons.ts';

interface FieldWords {
  readonly label: string;
  readonly hint?: string | undefined;
  /** Refusal: read out at once and tied to the control. */
  readonly error?: string | null | undefined;
  /** Quiet warning; does not stop anything. */
  readonly warning?: JSX.Element;
  /** Right of the label: a counter, an act. */
  readonly aside?: JSX.Element;
  /** Hides the label from sight (it stays the accessible name). */
  readonly hideLabel?: boolean;
  /** Shown behind the label when the field may stay empty, e.g. 选填. */
  readonly optionalWord?: string | undefined;
}
interface FieldIds {
  readonly control: string;
  readonly notes: string;
}

const edge = (words: FieldWords): string => {
  if (words.error) return 'border-red-edge';
  if (words.warning) return 'border-yellow-edge';
  return 'border-line-strong';
};
const CONTROL =
  'w-full rounded-ctl border bg-surface px-3 text-item text-ink min-h-control placeholder:text-ink-3 disabled:opacity-60';

const FieldFrame: Component<ParentProps<FieldWords & { readonly ids: FieldIds }>> = (props) => (
  <div class="flex flex-col gap-1.5">
    <div class={props.hideLabel ? 'sr-only' : 'flex items-baseline justify-between gap-3'}>
      <label for={props.ids.control} class="text-second font-semibold text-ink-2">
        {props.label}
        <Show when={props.optionalWord}>
          <span class="ml-1.5 font-normal text-ink-3">{props.optionalWord}</span>
        </Show>
      </label>
      <Show when={props.aside}>
        <span class="text-second text-ink-3">{props.aside}</span>
      </Show>
    </div>
    {props.children}
    <div id={props.ids.notes} class="empty:hidden text-second">
      <Show when={props.error}>
        <p role="alert" class="m-0 flex items-start gap-1.5 text-red-text">
          <TriangleAlert size={16} class="mt-0.5" />
          <span>{props.error}</span>
        </p>
      </Show>
      <Show when={props.warning && !props.error}>
        <p class="m-0 flex items-start gap-1.5 text-yellow-text">
          <TriangleAlert size={16} class="mt-0.5" />
          <span>{props.warning}</span>
        </p>
      </Show>
      <Show when={props.hint && !props.error && !props.warning}>
        <p class="m-0 text-ink-3">{props.hint}</p>
      </Show>
    </div>
  </div>
);

const WORDS = ['label', 'hint', 'error', 'warning', 'aside', 'hideLabel', 'optionalWord'] as const;
const useIds = (): FieldIds => {
  const id = createUniqueId();
  return { control: `f-${id}`, notes: `n-${id}` };
};

export type TextFieldProps = FieldWords &
  Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'onInput' | 'value'> & {
    readonly value: string;
    readonly onText: (text: string) => void;
  };

/** One line of text; `type` may be tel, email, search, number, date, time or datetime-local. */
export const TextField: Component<TextFieldProps> = (props) => {
  const [words, own, rest] = splitProps(props, WORDS, ['value', 'onText', 'class', 'id']);
  const made = useIds();
  const ids = () => ({ control: own.id ?? made.control, notes: made.notes });
  return (
    <FieldFrame {...words} ids={ids()}>
      <input
        id={ids().control}
        aria-describedby={ids().notes}
        aria-invalid={words.error ? 'true' : undefined}
        value={own.value}
        onInput={(event) => own.onText(event.currentTarget.value)}
        class={`${CONTROL} ${edge(words)} ${own.class ?? ''}`}
        {...rest}
      />
    </FieldFrame>
  );
};

export type TextAreaProps = FieldWords &
  Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, 'onInput' | 'value'> & {
    readonly value: string;
    readonly onText: (text: string) => void;
    /** Counter `n/limit`; nothing is cut, surplus turns the counter red. `length` counts as the rules count. */
    readonly limit?: number;
    readonly length?: number;
  };

/** Several lines; grows with its text up to a third of the screen. */
export const TextArea: Component<TextAreaProps> = (props) => {
  const [words, own, rest] = splitProps(props, WORDS, ['value', 'onText', 'limit', 'length', 'class', 'id']);
  const made = useIds();
  const ids = () => ({ control: own.id ?? made.control, notes: made.notes });
  const length = () => own.length ?? [...own.value].length;
  const counter = () => (
    <Show when={own.limit}>
      {(limit) => (
        <span class={length() > limit() ? 'font-semibold text-red-text' : ''}>
          {length()}/{limit()}
        </span>
      )}
    </Show>
  );
  return (
    <FieldFrame {...words} aside={words.aside ?? counter()} ids={ids()}>
      <textarea
        id={ids().control}
        aria-describedby={ids().notes}
        aria-invalid={words.error ? 'true' : undefined}
        value={own.value}
        onInput={(event) => own.onText(event.currentTarget.value)}
        rows={rest.rows ?? 3}
        class={`${CONTROL} ${edge(words)} max-h-[33dvh] resize-y py-2.5 text-prose [field-sizing:content] ${own.class ?? ''}`}
        {...rest}
      />
    </FieldFrame>
  );
};

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}
export type SelectFieldProps = FieldWords &
  Omit<JSX.SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value'> & {
    readonly value: string;
    readonly options: readonly SelectOption[];
    readonly onChoose: (value: string) => void;
    /** First row that stands for "nothing chosen". */
    readonly placeholder?: string;
  };

/** A native select: the phone's own wheel, keyboard and screen reader for nothing. */
export const SelectField: Component<SelectFieldProps> = (props) => {
  const [words, own, rest] = splitProps(props, WORDS, ['value', 'options', 'onChoose', 'placeholder', 'class', 'id']);
  const made = useIds();
  const ids = () => ({ control: own.id ?? made.control, notes: made.notes });
  return (
    <FieldFrame {...words} ids={ids()}>
      <span class="relative block">
        <select
          id={ids().control}
          aria-describedby={ids().notes}
          aria-invalid={words.error ? 'true' : undefined}
          onChange={(event) => own.onChoose(event.currentTarget.value)}
          class={`${CONTROL} appearance-none truncate pr-9! ${edge(words)} ${own.class ?? ''}`}
          {...rest}
        >
          <Show when={own.placeholder !== undefined}>
            <option value="" selected={own.value === ''}>
              {own.placeholder}
            </option>
          </Show>
          {own.options.map((option) => (
            <option value={option.value} disabled={option.disabled} selected={option.value === own.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown size={16} class="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-ink-3" />
      </span>
    </FieldFrame>
  );
};

/** A tick with its words; the whole row is the target. `onChange` receives the new value. */
export const CheckRow: Component<{
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}> = (props) => (
  <label class="flex min-h-11 items-center gap-3 py-1.5 text-item text-ink">
    <input
      type="checkbox"
      class="size-5.5 shrink-0 accent-brand"
      checked={props.checked}
      disabled={props.disabled}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
    <span class="min-w-0">
      {props.label}
      <Show when={props.hint}>
        <span class="block text-second text-ink-3">{props.hint}</span>
      </Show>
    </span>
  </label>
);

/** Opens the file chooser (or camera with `capture`); looks like a plain button. Calls with the chosen files. */
export const FileButton: Component<
  ParentProps<{
    readonly accept: string;
    readonly capture?: 'environment';
    readonly multiple?: boolean;
    readonly kind?: 'primary' | 'plain';
    readonly icon?: JSX.Element;
    readonly onFiles: (files: readonly File[]) => void;
  }>
> = (props) => (
  <label
    class={`hit inline-flex min-h-control cursor-pointer items-center justify-center gap-2 rounded-ctl px-4 text-item font-semibold focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus ${props.kind === 'primary' ? 'bg-brand text-on-brand hover:bg-brand-hover' : 'border border-line-2 bg-surface text-ink hover:bg-hover'}`}
  >
    <Show when={props.icon}>{props.icon}</Show>
    {props.children}
    <input
      type="file"
      class="sr-only"
      accept={props.accept}
      multiple={props.multiple}
      capture={props.capture}
      onChange={(event) => {
        const files = [...(event.currentTarget.files ?? [])];
        event.currentTarget.value = '';
        if (files.length > 0) props.onFiles(files);
      }}
    />
  </label>
);
