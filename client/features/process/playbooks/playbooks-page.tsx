import { useNavigate } from '@solidjs/router';
import { type Component, createMemo, For, Show } from 'solid-js';
import type { Playbook } from '#rules';
import { useData } from '../../../app/data-context.tsx';
import { PATHS } from '../../../app/navigation.ts';
import { Page } from '../../../app/page.tsx';
import { metricNames } from '../../../locales/zh-CN/metric-names.ts';
import { playbooks as words } from '../../../locales/zh-CN/playbooks.ts';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ChevronRight, FileText, Plus } from '../../../ui/icons.ts';
import { Card, EmptyState, ListRow } from '../../../ui/list.tsx';
import { useProcess } from '../process-context.tsx';
import { playbookPath } from './playbook-address.ts';

const KEY = 'playbook:';

/** Those in force and those only drafted here, as their drafts say where there is one. */
const createPlaybooks = (): (() => readonly Playbook[]) => {
  const { process, book } = useProcess();
  const drafted = (key: string): Playbook | null => {
    const part = book.get(key)?.part;
    return part?.kind === 'playbook' ? part.playbook : null;
  };
  return createMemo(() => {
    const known = process().playbooks.map((one) => drafted(`${KEY}${one.id}`) ?? one);
    const ids = new Set(known.map(({ id }) => id));
    const fresh = book.keys().flatMap((key) => {
      const one = key.startsWith(KEY) ? drafted(key) : null;
      return one === null || ids.has(one.id) ? [] : [one];
    });
    return [...known, ...fresh];
  });
};

const freshPlaybook = (id: string): Playbook => ({
  id,
  name: words.newName,
  metric: null,
  script: words.newScript,
  materials: [],
  roles: [],
  tasks: [{ title: words.newTask, dueDays: 3 }],
  isRetired: false,
});

const metricName = (id: string | null): string =>
  id === null ? words.noMetric : ((metricNames as Readonly<Record<string, string>>)[id] ?? id);

/** SOP 库: the standard action packs, each with its versions (R64). */
export const PlaybooksPage: Component = () => {
  const { answer, book } = useProcess();
  const data = useData();
  const navigate = useNavigate();
  const all = createPlaybooks();
  const begin = (): void => {
    const playbook = freshPlaybook(data.newId());
    book.set(`${KEY}${playbook.id}`, { part: { kind: 'playbook', playbook }, basis: null });
    navigate(playbookPath(playbook.id));
  };
  return (
    <Page title={words.title} back={PATHS.process}>
      <div class="mx-auto flex max-w-3xl flex-col gap-3 pt-2">
        <p class="m-0 text-body text-ink-2">{words.line}</p>
        <Show
          when={all().length > 0}
          fallback={<EmptyState icon={<FileText size={26} />} title={words.empty.title} line={words.empty.line} />}
        >
          <Card flush={true} label={words.list}>
            <For each={all()}>
              {(one) => (
                <ListRow
                  href={playbookPath(one.id)}
                  title={
                    <>
                      <span class="truncate">{one.name}</span>
                      <Show when={book.get(`${KEY}${one.id}`)}>
                        <Tag tone="brand">{processWords.draft}</Tag>
                      </Show>
                      <Show when={one.isRetired}>
                        <Tag tone="quiet">{words.retired}</Tag>
                      </Show>
                    </>
                  }
                  line={words.row(metricName(one.metric), one.tasks.length)}
                  right={<ChevronRight size={18} class="text-ink-3" />}
                />
              )}
            </For>
          </Card>
        </Show>
        <Show when={answer().mayEdit}>
          <Button class="self-start" icon={<Plus size={16} />} onClick={begin}>
            {words.add}
          </Button>
        </Show>
      </div>
    </Page>
  );
};
