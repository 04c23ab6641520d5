import { type Component, createUniqueId, For, lazy, Show, Suspense } from 'solid-js';
import { graphemeCount, SHANGHAI_MINUTES, visibleText, worksIn } from '#rules';
import { useMe, useOrg } from '../../app/data-context.tsx';
import { note as words } from '../../locales/zh-CN/note.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Plus, TriangleAlert } from '../../ui/icons.ts';
import type { Note } from './create-note.ts';
import { withPhrase } from './rich-text.ts';

const RichTextEditor = lazy(async () => ({ default: (await import('./rich-text-editor.tsx')).RichTextEditor }));

const Complaint: Component<{ readonly id: string; readonly note: Note }> = (props) => {
  const error = () => props.note.errorAt('commitment.deliverable');
  const vague = () => props.note.warnings().find(({ code }) => code === 'vagueWording')?.params['words'];
  const hasPhone = () => props.note.warnings().some(({ code }) => code === 'phoneInText');
  return (
    <div id={props.id} class="text-second">
      <Show when={error()}>
        <p role="alert" class="m-0 flex items-start gap-1.5 text-red-text">
          <TriangleAlert size={16} class="mt-0.5" />
          <span>{error()}</span>
        </p>
      </Show>
      <Show when={vague()}>
        {(list) => <p class="m-0 text-yellow-text">{words.vague([...(list() as readonly string[])].join('、'))}</p>}
      </Show>
      <Show when={hasPhone()}>
        <p class="m-0 text-yellow-text">{words.phone}</p>
      </Show>
    </div>
  );
};

const Deliverable: Component<{ readonly note: Note }> = (props) => {
  const complaint = createUniqueId();
  const org = useOrg();
  const limit = () => org()?.process.visitNote.deliverableLimit ?? 300;
  const count = () => graphemeCount(visibleText(props.note.form.deliverable));
  return (
    <div class="flex flex-col gap-1.5">
      <p class={`m-0 text-right text-second ${count() > limit() ? 'font-semibold text-red-text' : 'text-ink-3'}`}>
        {count()}/{limit()}
      </p>
      <Suspense fallback={<div class="min-h-24 rounded-ctl border border-line-strong bg-surface" />}>
        <RichTextEditor
          label={words.promise}
          value={props.note.form.deliverable}
          invalid={props.note.errorAt('commitment.deliverable') !== null || count() > limit()}
          describedBy={complaint}
          onChange={(deliverable) => props.note.setForm('deliverable', deliverable)}
        />
      </Suspense>
      <Complaint id={complaint} note={props.note} />
      <Show when={props.note.missingKeywords().length > 0}>
        <div class="flex flex-wrap gap-2">
          <For each={props.note.missingKeywords().slice(0, 3)}>
            {(keyword) => (
              <Button
                kind="outline"
                icon={<Plus size={16} />}
                onClick={() => props.note.setForm('deliverable', withPhrase(props.note.form.deliverable, keyword))}
              >
                {words.insert(keyword)}
              </Button>
            )}
          </For>
        </div>
      </Show>
    </div>
  );
};

/** Part 2: a promise with its date and who keeps it, or the truthful exit with its reason. */
export const CommitmentPart: Component<{ readonly note: Note }> = (props) => {
  const org = useOrg();
  const me = useMe();
  /** Who may see this customer; and who stands in a draft of before, until another is chosen. */
  const people = () =>
    Object.values(org()?.members ?? {})
      .filter((one) => (one.active && worksIn(one, props.note.territory())) || one.id === props.note.form.by)
      .map(({ id, name }) => ({ value: id as string, label: id === me.member() ? words.me(name) : name }));
  return (
    <div class="flex flex-col gap-3">
      <div class="flex gap-2">
        <Chip look="choice" pressed={props.note.form.promises} onPress={() => props.note.setForm('promises', true)}>
          {words.withPromise}
        </Chip>
        <Chip look="choice" pressed={!props.note.form.promises} onPress={() => props.note.setForm('promises', false)}>
          {words.noPromise}
        </Chip>
      </div>
      <Show
        when={props.note.form.promises}
        fallback={
          <TextField
            label={words.noPromiseReason}
            value={props.note.form.noPromiseReason}
            error={props.note.errorOf('commitment.reason')}
            onText={(text) => props.note.setForm('noPromiseReason', text)}
          />
        }
      >
        <Deliverable note={props.note} />
        <DateField
          label={words.due}
          atMs={props.note.form.dueMs}
          offsetMinutes={SHANGHAI_MINUTES}
          error={props.note.errorOf('commitment.dueMs')}
          onChange={(atMs) => props.note.setForm('dueMs', atMs)}
        />
        <SelectField
          label={words.by}
          value={props.note.form.by}
          options={people()}
          onChoose={(by) => props.note.setForm('by', by)}
        />
      </Show>
    </div>
  );
};
