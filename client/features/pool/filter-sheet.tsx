import { type Component, createMemo, For } from 'solid-js';
import { isCustomFieldId, type Process } from '#rules';
import { pool as words } from '../../locales/zh-CN/pool.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { FieldInput } from '../../views/field-input.tsx';
import { type FieldLook, fieldLook } from '../../views/field-look.ts';

/** What a list is filtered by: option or part of a text, by field. */
export type FieldFilter = Readonly<Record<string, string>>;

const PRODUCT_FIELDS = ['segment', 'industry', 'city', 'source', 'product', 'decisionMakerTitle'] as const;
/** Fields the list can be filtered by: choices and texts of the customer, the title of who decides, the company's own. */
const filterFields = (process: Process): readonly FieldLook[] =>
  [
    ...PRODUCT_FIELDS,
    ...process.fields.filter(({ of, isRetired }) => of === 'customer' && !isRetired).map(({ id }) => id),
  ]
    .map((id) => fieldLook(process, id))
    .filter(
      ({ id, kind }) =>
        kind === 'choice' || kind === 'tags' || kind === 'text' || (kind === 'long' && isCustomFieldId(id)),
    );

/** 筛选: narrows the list by what the customers' fields hold. */
export const FilterSheet: Component<{
  readonly process: Process;
  readonly filter: FieldFilter;
  readonly onFilter: (filter: FieldFilter) => void;
  readonly onClose: () => void;
}> = (props) => {
  const fields = createMemo(() => filterFields(props.process));
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.filter.title}
      line={words.filter.line}
      closeLabel={words.close}
      foot={
        <>
          <Button class="shrink-0" onClick={() => props.onFilter({})}>
            {words.filter.clear}
          </Button>
          <Button kind="primary" wide={true} onClick={() => props.onClose()}>
            {words.filter.done}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-4">
        <For each={fields()}>
          {(look) => (
            <FieldInput
              look={look}
              draft={props.filter[look.id] ?? ''}
              onDraft={(text) => {
                const { [look.id]: _old, ...others } = props.filter;
                props.onFilter(text === '' ? others : { ...others, [look.id]: text });
              }}
            />
          )}
        </For>
      </div>
    </Sheet>
  );
};
