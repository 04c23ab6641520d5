import { RadioGroup } from '@kobalte/core/radio-group';
import { type Component, For, type JSX, Show } from 'solid-js';

export interface RadioCard {
  readonly value: string;
  readonly label: string;
  readonly line?: string;
  readonly glyph?: JSX.Element;
  readonly tone?: 'green' | 'yellow' | 'red' | 'brand';
  readonly disabled?: boolean;
}
const CHOSEN: Readonly<Record<NonNullable<RadioCard['tone']>, string>> = {
  green: 'data-checked:border-green-edge data-checked:bg-green-soft',
  yellow: 'data-checked:border-yellow-edge data-checked:bg-yellow-soft',
  red: 'data-checked:border-red-edge data-checked:bg-red-soft',
  brand: 'data-checked:border-brand data-checked:bg-brand-soft',
};

const LAYOUTS = {
  row: 'grid grid-flow-col gap-2 [grid-auto-columns:1fr]',
  column: 'flex flex-col gap-2',
  grid: 'grid grid-cols-2 gap-2',
} as const;

/**
 * A radio group drawn as cards side by side (`row`), one under another (`column`) or two a row (`grid`). Arrow keys
 * move and choose.
 */
export const RadioCards: Component<{
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string | null;
  readonly cards: readonly RadioCard[];
  readonly onChoose: (value: string) => void;
  readonly layout?: 'row' | 'column' | 'grid';
  readonly disabled?: boolean;
  /** Shows the choice in full strength, and nothing can be chosen. */
  readonly readOnly?: boolean;
}> = (props) => (
  <RadioGroup
    value={props.value ?? ''}
    disabled={props.disabled || props.readOnly || false}
    onChange={(value) => {
      if (value !== '' && value !== props.value) props.onChoose(value);
    }}
  >
    <RadioGroup.Label class={props.hideLabel ? 'sr-only' : 'mb-1.5 block text-second font-semibold text-ink-2'}>
      {props.label}
    </RadioGroup.Label>
    <div class={LAYOUTS[props.layout ?? 'row']}>
      <For each={props.cards}>
        {(card) => (
          <RadioGroup.Item value={card.value} disabled={card.disabled ?? false} class="relative grid">
            <RadioGroup.ItemInput class="peer" />
            <RadioGroup.ItemControl
              class={`flex min-h-16 cursor-pointer flex-col justify-center rounded-inner border-2 border-line-2 bg-surface px-2 py-2 peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus ${props.readOnly ? 'data-disabled:cursor-default' : 'data-disabled:cursor-not-allowed data-disabled:opacity-55'} ${CHOSEN[card.tone ?? 'brand']} ${props.layout === 'column' ? 'items-start px-3.5' : 'items-center text-center'}`}
            >
              <RadioGroup.ItemLabel class="flex items-center gap-2 text-card font-semibold text-ink">
                <Show when={card.glyph}>{card.glyph}</Show>
                {card.label}
              </RadioGroup.ItemLabel>
              <Show when={card.line}>
                <RadioGroup.ItemDescription class="text-meta text-ink-3 data-checked:text-ink-2">
                  {card.line}
                </RadioGroup.ItemDescription>
              </Show>
            </RadioGroup.ItemControl>
          </RadioGroup.Item>
        )}
      </For>
    </div>
  </RadioGroup>
);
