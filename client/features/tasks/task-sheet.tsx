import { type Component, createSignal, For, type JSX, Show } from 'solid-js';
import { BLOB_PATH } from '#protocol';
import type { Command, Evidence } from '#rules';
import { useData, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { TasksAnswer } from '../../data/contract.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { FileButton, SelectField, TextArea } from '../../ui/field.tsx';
import { FileText } from '../../ui/icons.ts';
import { SectionTitle } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { attachProblem } from '../../views/attach-problem.ts';
import { outcomeWords } from '../../views/refusal-words.ts';

export type Todo = TasksAnswer['todo'][number];
type Mode = 'look' | 'return' | 'reassign';
type TaskCommand = Extract<Command, { type: 'taskCompleted' | 'taskReturned' | 'taskResumed' | 'taskReassigned' }>;

const Files: Component<{ readonly files: readonly Evidence[] }> = (props) => (
  <Show when={props.files.length > 0} fallback={<p class="m-0 text-body text-ink-2">{words.noFiles}</p>}>
    <ul class="m-0 list-none p-0">
      <For each={props.files}>
        {(file) => (
          <li>
            <a
              class="flex min-h-11 items-center gap-2 text-item text-brand-text"
              href={`${BLOB_PATH}/${file.sha256}`}
              download={file.name}
              aria-label={words.download(file.name)}
            >
              <FileText size={18} />
              <span class="truncate">{file.name}</span>
            </a>
          </li>
        )}
      </For>
    </ul>
  </Show>
);

/** A task opened: what the customer gave, and 完成, 退回补充, 转给… */
export const TaskSheet: Component<{ readonly todo: Todo; readonly onClose: () => void }> = (props) => {
  const data = useData();
  const org = useOrg();
  const toast = useToast();
  const [mode, setMode] = createSignal<Mode>('look');
  const [text, setText] = createSignal('');
  const [to, setTo] = createSignal('');
  const [evidence, setEvidence] = createSignal<readonly Evidence[]>([]);
  const [problem, setProblem] = createSignal<string | null>(null);
  const task = () => props.todo.task;
  const title = () => words.kinds[task().kind] ?? task().kind;
  const others = () =>
    Object.values(org()?.members ?? {})
      .filter(({ role, active, id }) => role === 'presales' && active && id !== task().assignee)
      .map(({ id, name }) => ({ value: id as string, label: name }));

  const send = async (type: TaskCommand['type'], rest: object, said: string): Promise<void> => {
    const command = { type, subject: task().customer, payload: { task: task().id, ...rest } } as TaskCommand;
    const wrong = outcomeWords(await data.run(command));
    setProblem(wrong);
    if (wrong !== null) return;
    toast.show({ text: said });
    props.onClose();
  };
  const attach = async (files: readonly File[]): Promise<void> => {
    setProblem(null);
    for (const file of files) {
      const outcome = await data.attach(file, file.name, 'other');
      const said = attachProblem(outcome, file.name);
      if (said !== null) setProblem(said);
      if (outcome.kind === 'queued') setEvidence([...evidence(), outcome.evidence]);
    }
  };
  const complete = () => {
    const remark = text().trim();
    return send(
      'taskCompleted',
      { ...(remark ? { remark } : {}), ...(evidence().length > 0 ? { evidence: evidence() } : {}) },
      words.completed,
    );
  };
  const feet: Readonly<Record<Mode, () => JSX.Element>> = {
    look: () => (
      <Button kind="primary" wide={true} onClick={() => void complete()}>
        {words.complete}
      </Button>
    ),
    return: () => (
      <Button
        kind="primary"
        wide={true}
        onClick={() => void send('taskReturned', { missing: text().trim() }, words.returnedDone)}
      >
        {words.returnIt}
      </Button>
    ),
    reassign: () => (
      <Button
        kind="primary"
        wide={true}
        onClick={() => void send('taskReassigned', { to: to(), reason: text().trim() }, words.transferred)}
      >
        {words.transfer}
      </Button>
    ),
  };

  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={title()}
      line={words.sheetLine(props.todo.customerName)}
      closeLabel={words.close}
      foot={feet[mode()]()}
    >
      <div class="flex flex-col gap-4 pb-4">
        <Show when={problem()}>{(said) => <Banner tone="red">{said()}</Banner>}</Show>
        <Show when={mode() === 'look'}>
          <p class="m-0 text-body text-ink-2">{words.cause}</p>
          <Show when={task().status === 'returned' && task().returned}>
            {(returned) => (
              <Banner
                tone="yellow"
                act={
                  <Button kind="outline" onClick={() => void send('taskResumed', {}, words.resumed)}>
                    {words.resume}
                  </Button>
                }
              >
                {words.returned(returned().missing)}
              </Banner>
            )}
          </Show>
          <section>
            <SectionTitle>{words.files}</SectionTitle>
            <Files files={props.todo.evidence} />
          </section>
          <ButtonLink kind="plain" href={`${PATHS.pool}/${task().customer}`}>
            {words.toCustomer}
          </ButtonLink>
          <FileButton accept="*/*" onFiles={(files) => void attach(files)}>
            {words.attach}
          </FileButton>
          <For each={evidence()}>{(file) => <p class="m-0 text-second text-ink-2">{words.attached(file.name)}</p>}</For>
          <TextArea label={words.remark} hint={words.remarkHint} value={text()} onText={setText} />
          <div class="flex gap-2">
            <Button kind="plain" onClick={() => setMode('return')}>
              {words.giveBack}
            </Button>
            <Button kind="plain" onClick={() => setMode('reassign')}>
              {words.reassign}
            </Button>
          </div>
        </Show>
        <Show when={mode() === 'return'}>
          <TextArea label={words.missing} hint={words.missingHint} value={text()} onText={setText} />
        </Show>
        <Show when={mode() === 'reassign'}>
          <Show when={others().length > 0} fallback={<p class="m-0 text-body text-ink-2">{words.nobodyElse}</p>}>
            <SelectField label={words.to} value={to()} placeholder={words.choose} options={others()} onChoose={setTo} />
            <TextArea label={words.reason} value={text()} onText={setText} />
          </Show>
        </Show>
      </div>
    </Sheet>
  );
};
