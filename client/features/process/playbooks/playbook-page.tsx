import { useParams } from '@solidjs/router';
import { type Component, createMemo, Show } from 'solid-js';
import { type Playbook, playbookFiles } from '#rules';
import { Page } from '../../../app/page.tsx';
import { metricNames } from '../../../locales/zh-CN/metric-names.ts';
import { playbooks as words } from '../../../locales/zh-CN/playbooks.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { CheckRow, SelectField, TextArea, TextField } from '../../../ui/field.tsx';
import { FileText } from '../../../ui/icons.ts';
import { Card, EmptyState } from '../../../ui/list.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { createPart } from '../create-part.ts';
import { PartPage } from '../part-page.tsx';
import { problemAt } from '../part-problems.ts';
import { Items } from './items.tsx';
import { MaterialsPart } from './materials-part.tsx';
import { PLAYBOOKS_PATH, playbookIdOf } from './playbook-address.ts';

const METRICS = [
  { value: '', label: words.noMetric },
  ...Object.entries(metricNames).map(([value, label]) => ({ value, label })),
];

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
          <MaterialsPart
            playbook={one}
            isPublished={(hash) =>
              desk.versions().some(({ part }) => part.kind === 'playbook' && playbookFiles(part.playbook).has(hash))
            }
            problem={problem}
            onChange={(materials, what) => set({ materials: [...materials] }, what)}
          />
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
