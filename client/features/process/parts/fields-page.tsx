import { useSearchParams } from '@solidjs/router';
import { type Component, createSignal, type JSX, Show } from 'solid-js';
import { type CustomField, type FormField, isCustomFieldId } from '#rules';
import { useData } from '../../../app/data-context.tsx';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { processFields as words } from '../../../locales/zh-CN/process-fields.ts';
import { processParts } from '../../../locales/zh-CN/process-parts.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { CheckRow, SelectField } from '../../../ui/field.tsx';
import { Plus, X } from '../../../ui/icons.ts';
import { Card } from '../../../ui/list.tsx';
import { moved, ReorderList } from '../../../ui/reorder-list.tsx';
import { Segments } from '../../../ui/tabs.tsx';
import { fieldNamer } from '../../../views/field-names.ts';
import { conditionFields } from '../../../views/rule-fields.ts';
import { createPart } from '../create-part.ts';
import { PartPage } from '../part-page.tsx';
import { problemAt } from '../part-problems.ts';
import { useProcess } from '../process-context.tsx';
import { FieldSheet } from './field-sheet.tsx';

const ID_LENGTH = 30;

const OwnFields: Component<{ readonly head: JSX.Element }> = (props) => {
  const { answer } = useProcess();
  const data = useData();
  const desk = createPart<'fields'>(() => 'fields');
  const [openId, setOpenId] = createSignal<string | null>(null);
  const fields = (): readonly CustomField[] => desk.part()?.fields ?? [];
  const set = (next: readonly CustomField[], what: string | null = null): void =>
    desk.change({ kind: 'fields', fields: [...next] }, what);
  const at = (id: string | null): number => fields().findIndex((field) => field.id === id);
  const find = (id: string | null): CustomField | undefined => fields()[at(id)];
  const isKnown = (id: string): boolean => {
    const before = desk.published();
    return before?.kind === 'fields' && before.fields.some((field) => field.id === id);
  };
  const add = (): void => {
    const id = `x_${data
      .newId()
      .replaceAll(/[^A-Za-z0-9]/g, '')
      .slice(-ID_LENGTH)}`;
    const field: CustomField = { id, name: words.newName, of: 'customer', type: 'text', options: [], isRetired: false };
    set([...fields(), field]);
    setOpenId(id);
  };
  const row = (field: CustomField | undefined): string =>
    field === undefined
      ? ''
      : words.row(processParts.types[field.type], processParts.subjects[field.of], field.options.length);
  return (
    <PartPage desk={desk} title={processWords.sections.fields} name={words.tabs.fields}>
      {props.head}
      <p class="m-0 text-body text-ink-2">{words.fieldsLine}</p>
      <Show when={fields().length > 0} fallback={<p class="m-0 text-second text-ink-3">{words.empty}</p>}>
        <Card flush={true}>
          <ReorderList
            label={words.list}
            ids={fields().map(({ id }) => id)}
            nameOf={(id) => find(id)?.name ?? ''}
            upLabel={words.up}
            downLabel={words.down}
            disabled={!answer().mayEdit}
            onMove={(from, to) => set(moved(fields(), from, to))}
          >
            {(id) => (
              <button
                type="button"
                class="flex min-h-row w-full flex-col justify-center px-3 py-2 text-left hover:bg-hover"
                aria-label={words.open(find(id)?.name ?? '')}
                onClick={() => setOpenId(id)}
              >
                <span
                  class={`flex items-center gap-2 text-item font-semibold ${problemAt(desk.shownProblems(), `fields.${at(id)}`) ? 'text-red-text' : ''}`}
                >
                  {find(id)?.name}
                  <Show when={find(id)?.isRetired}>
                    <Tag tone="quiet">{words.retired}</Tag>
                  </Show>
                </span>
                <span class="text-second text-ink-3">{row(find(id))}</span>
              </button>
            )}
          </ReorderList>
        </Card>
      </Show>
      <Show when={answer().mayEdit}>
        <Button class="self-start" icon={<Plus size={16} />} onClick={add}>
          {words.add}
        </Button>
      </Show>
      <Show when={find(openId())}>
        {(field) => (
          <FieldSheet
            field={field()}
            path={`fields.${at(field().id)}`}
            problems={desk.shownProblems()}
            readOnly={!answer().mayEdit}
            onChange={(next, what) =>
              set(
                fields().map((one) => (one.id === next.id ? next : one)),
                `${next.id}.${what}`,
              )
            }
            onRemove={
              isKnown(field().id)
                ? null
                : () => {
                    set(fields().filter(({ id }) => id !== field().id));
                    setOpenId(null);
                  }
            }
            onClose={() => setOpenId(null)}
          />
        )}
      </Show>
    </PartPage>
  );
};

const CustomerForm: Component<{ readonly head: JSX.Element }> = (props) => {
  const { answer, process } = useProcess();
  const desk = createPart<'forms'>(() => 'forms');
  const asked = (): readonly FormField[] => desk.part()?.forms.customer ?? [];
  const nameOf = (id: string): string => fieldNamer(process())(id);
  const set = (customer: readonly FormField[], what: string | null = null): void =>
    desk.change({ kind: 'forms', forms: { customer: [...customer] } }, what);
  const find = (id: string): FormField | undefined => asked().find(({ field }) => field === id);
  const free = () =>
    conditionFields(process()).filter(({ id, of }) => of === 'customer' && id !== 'name' && find(id) === undefined);
  const hasOwn = () => free().some(({ id }) => isCustomFieldId(id));
  return (
    <PartPage desk={desk} title={processWords.sections.fields} name={words.tabs.forms}>
      {props.head}
      <p class="m-0 text-body text-ink-2">{words.formsLine}</p>
      <Card flush={true}>
        <ReorderList
          label={words.formList}
          ids={asked().map(({ field }) => field)}
          nameOf={nameOf}
          upLabel={words.up}
          downLabel={words.down}
          disabled={!answer().mayEdit}
          onMove={(from, to) => set(moved(asked(), from, to))}
        >
          {(id) => (
            <div class="flex min-h-row items-center gap-2 px-3 py-1">
              <span class="min-w-0 flex-1 truncate text-item font-semibold">{nameOf(id)}</span>
              <CheckRow
                label={words.required}
                checked={find(id)?.isRequired ?? false}
                onChange={(isRequired) => set(asked().map((one) => (one.field === id ? { ...one, isRequired } : one)))}
              />
              <IconButton
                quiet={true}
                label={words.removeFromForm(nameOf(id))}
                onClick={() => set(asked().filter(({ field }) => field !== id))}
              >
                <X size={17} />
              </IconButton>
            </div>
          )}
        </ReorderList>
      </Card>
      <Show when={answer().mayEdit && free().length > 0}>
        <SelectField
          label={words.addToForm}
          value=""
          placeholder={words.choose}
          hint={hasOwn() ? words.ownByThemselves : undefined}
          options={free().map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={(field) => field !== '' && set([...asked(), { field, isRequired: false }])}
        />
      </Show>
    </PartPage>
  );
};

/** 表单与字段: the company's own fields, and what a new customer's form asks for. */
export const FieldsPage: Component = () => {
  const [search, setSearch] = useSearchParams<{ tab?: string }>();
  const isForm = () => search.tab === 'forms';
  const head = () => (
    <Segments
      label={processWords.sections.fields}
      items={(['fields', 'forms'] as const).map((id) => ({ id, label: words.tabs[id] }))}
      value={isForm() ? 'forms' : 'fields'}
      onChoose={(tab) => setSearch({ tab: tab === 'forms' ? 'forms' : undefined }, { replace: true })}
    />
  );
  return (
    <Show when={isForm()} fallback={<OwnFields head={head()} />}>
      <CustomerForm head={head()} />
    </Show>
  );
};
