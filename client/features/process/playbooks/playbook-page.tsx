import { useParams } from '@solidjs/router';
import { type Component, createMemo, Index, type JSX, Show } from 'solid-js';
import type { Playbook } from '#rules';
import { Page } from '../../../app/page.tsx';
import { metricNames } from '../../../locales/zh-CN/metric-names.ts';
import { playbooks as words } from '../../../locales/zh-CN/playbooks.ts';
import { Button, ButtonLink, IconButton } from '../../../ui/button.tsx';
import { CheckRow, SelectField, TextArea, TextField } from '../../../ui/field.tsx';
import { FileText, Plus, X } from '../../../ui/icons.ts';
import { Card, EmptyState, SectionTitle } from '../../../ui/list.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { createPart } from '../create-part.ts';
import { PartPage } from '../part-page.tsx';
import { problemAt } from '../part-problems.ts';
import { PLAYBOOKS_PATH, playbookIdOf } from './playbook-address.ts';

const METRICS = [
  { value: '', label: words.noMetric },
  ...Object.entries(metricNames).map(([value, label]) => ({ value, label })),
];

/** A list of small forms: one block each, one button to add, one to take away. */
const Items = <Item extends object>(props: {
  readonly title: string;
  readonly add: string;
  readonly items: readonly Item[];
  readonly nameOf: (item: Item) => string;
  readonly fresh: () => Item;
  readonly fewest: number;
  readonly onChange: (items: readonly Item[], what: string) => void;
  readonly children: (item: () => Item, at: number, set: (change: Partial<Item>, what: string) => void) => JSX.Element;
}): JSX.Element => {
  const setAt = (at: number, change: Partial<Item>, what: string): void =>
    props.onChange(
      props.items.map((item, index) => (index === at ? { ...item, ...change } : item)),
      `${props.title}.${at}.${what}`,
    );
  return (
    <section aria-label={props.title} class="flex flex-col gap-2">
      <SectionTitle>{props.title}</SectionTitle>
      <Index each={props.items}>
        {(item, at) => (
          <Card>
            <div class="flex items-start gap-2">
              <div class="flex min-w-0 flex-1 flex-col gap-3">
                {props.children(item, at, (change, what) => setAt(at, change, what))}
              </div>
              <Show when={props.items.length > props.fewest}>
                <IconButton
                  label={words.remove(props.nameOf(item()))}
                  quiet={true}
                  onClick={() =>
                    props.onChange(
                      props.items.filter((_, index) => index !== at),
                      'remove',
                    )
                  }
                >
                  <X size={18} />
                </IconButton>
              </Show>
            </div>
          </Card>
        )}
      </Index>
      <Button
        class="self-start"
        icon={<Plus size={16} />}
        onClick={() => props.onChange([...props.items, props.fresh()], 'add')}
      >
        {props.add}
      </Button>
    </section>
  );
};

/** One playbook: talk track, material, roles and tasks; drafted, published and kept in versions like a rule. */
export const PlaybookPage: Component = () => {
  const params = useParams<{ id: string }>();
  const key = () => `playbook:${playbookIdOf(params.id)}`;
  return (
    <Show when={key()} keyed={true}>
      {(one) => <PlaybookForm partKey={one} />}
    </Show>
  );
};

const PlaybookForm: Component<{ readonly partKey: string }> = (props) => {
  const desk = createPart<'playbook'>(() => props.partKey);
  const playbook = createMemo(() => desk.part()?.playbook ?? null);
  const set = (change: Partial<Playbook>, what: string): void => {
    const now = playbook();
    if (now !== null) desk.change({ kind: 'playbook', playbook: { ...now, ...change } }, what);
  };
  const problem = (path: string): string | null => problemAt(desk.shownProblems(), `playbook.${path}`);
  return (
    <Show
      when={playbook()}
      fallback={
        <Page title={words.title} back={PLAYBOOKS_PATH}>
          <EmptyState
            icon={<FileText size={26} />}
            title={words.unknown.title}
            line={words.unknown.line}
            act={<ButtonLink href={PLAYBOOKS_PATH}>{words.back}</ButtonLink>}
          />
        </Page>
      }
    >
      {(one) => (
        <PartPage desk={desk} title={one().name} back={PLAYBOOKS_PATH}>
          <TextField
            label={words.name}
            value={one().name}
            error={problem('name')}
            onText={(name) => set({ name }, 'name')}
          />
          <SelectField
            label={words.metric}
            value={one().metric ?? ''}
            options={METRICS}
            onChoose={(metric) => set({ metric: metric || null }, 'metric')}
          />
          <TextArea
            label={words.script}
            hint={words.scriptHint}
            rows={8}
            value={one().script}
            error={problem('script')}
            onText={(script) => set({ script }, 'script')}
          />
          <Items
            title={words.tasks}
            add={words.addTask}
            items={one().tasks}
            nameOf={({ title }) => title}
            fresh={() => ({ title: words.newTask, dueDays: 3 })}
            fewest={1}
            onChange={(tasks, what) => set({ tasks: [...tasks] }, what)}
          >
            {(task, at, change) => (
              <>
                <TextField
                  label={words.taskTitle}
                  value={task().title}
                  error={problem(`tasks.${at}.title`)}
                  onText={(title) => change({ title }, 'title')}
                />
                <NumberField
                  label={words.dueDays}
                  aside={words.days}
                  value={task().dueDays}
                  error={problem(`tasks.${at}.dueDays`)}
                  onNumber={(dueDays) => change({ dueDays }, 'dueDays')}
                />
              </>
            )}
          </Items>
          <Items
            title={words.materials}
            add={words.addMaterial}
            items={one().materials}
            nameOf={({ name }) => name}
            fresh={() => ({ name: words.newMaterial, body: words.newBody })}
            fewest={0}
            onChange={(materials, what) => set({ materials: [...materials] }, what)}
          >
            {(material, at, change) => (
              <>
                <TextField
                  label={words.materialName}
                  value={material().name}
                  error={problem(`materials.${at}.name`)}
                  onText={(name) => change({ name }, 'name')}
                />
                <TextArea
                  label={words.materialBody}
                  value={material().body}
                  error={problem(`materials.${at}.body`)}
                  onText={(body) => change({ body }, 'body')}
                />
              </>
            )}
          </Items>
          <Items
            title={words.roles}
            add={words.addRole}
            items={one().roles}
            nameOf={({ role }) => role}
            fresh={() => ({ role: words.newRole, part: words.newRolePart })}
            fewest={0}
            onChange={(roles, what) => set({ roles: [...roles] }, what)}
          >
            {(role, at, change) => (
              <>
                <TextField
                  label={words.role}
                  value={role().role}
                  error={problem(`roles.${at}.role`)}
                  onText={(text) => change({ role: text }, 'role')}
                />
                <TextField
                  label={words.rolePart}
                  value={role().part}
                  error={problem(`roles.${at}.part`)}
                  onText={(part) => change({ part }, 'part')}
                />
              </>
            )}
          </Items>
          <Card>
            <CheckRow
              label={words.retire}
              hint={words.retireHint}
              checked={one().isRetired}
              onChange={(isRetired) => set({ isRetired }, 'retired')}
            />
          </Card>
        </PartPage>
      )}
    </Show>
  );
};
