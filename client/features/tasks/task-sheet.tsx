import { type Component, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { BLOB_PATH } from '#protocol';
import { type Command, type Evidence, type MemberId, needsResult } from '#rules';
import { useData, useMe, useNow, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { TaskItem } from '../../data/work-contract.ts';
import { refusals } from '../../locales/zh-CN/refusals.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { FileButton, TextArea } from '../../ui/field.tsx';
import { FileText } from '../../ui/icons.ts';
import { SectionTitle } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { attachProblem } from '../../views/attach-problem.ts';
import { createKeptText } from '../../views/create-kept-text.ts';
import { outcomeWords } from '../../views/refusal-words.ts';
import { ClosingSheet } from './closing-sheet.tsx';
import { personName } from './item-words.ts';
import { ReassignSheet } from './reassign-sheet.tsx';
import { Script } from './script.tsx';
import { SnoozeSheet } from './snooze-sheet.tsx';

type Mode = 'look' | 'return';
type TaskCommand = Extract<Command, { type: 'taskCompleted' | 'taskReturned' | 'taskResumed' }>;

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

/** A task opened: what the customer gave, and 完成, 退回补充, 稍后, 转给…, and where its rule lets him, 不做了. */
export const TaskSheet: Component<{ readonly item: TaskItem; readonly onClose: () => void }> = (props) => {
  const data = useData();
  const org = useOrg();
  const toast = useToast();
  const [mode, setMode] = createSignal<Mode>('look');
  const [more, setMore] = createSignal<'snooze' | 'reassign' | 'close' | null>(null);
  const remark = createKeptText(data, `task-completed-${props.item.task.id}`);
  const missing = createKeptText(data, `task-returned-${props.item.task.id}`);
  const [evidence, setEvidence] = createSignal<readonly Evidence[]>([]);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [isTried, setIsTried] = createSignal(false);
  const me = useMe();
  const now = useNow();
  const task = () => props.item.task;
  const holder = () => personName(props.item.owner ?? '', { org: org(), reader: me.member(), nowMs: now() });
  const isPresales = () => task().kind === 'draftProposal';
  /** Nobody sends a task back to himself. */
  const mayGiveBack = () => task().status !== 'returned' && task().assigned?.by !== task().assignee;
  const cause = (): string => {
    const { assigned } = task();
    if (assigned !== null) {
      return assigned.by === task().assignee
        ? words.ownCause
        : words.givenBy(personName(assigned.by, { org: org(), reader: me.member(), nowMs: now() }));
    }
    const rule = org()?.process.rules.find(({ id }) => id === task().rule);
    return isPresales() || rule === undefined ? words.cause : words.ruleCause(rule.name);
  };
  const send = async (type: TaskCommand['type'], rest: object, said: string): Promise<void> => {
    const command = { type, subject: task().customer, payload: { task: task().id, ...rest } } as TaskCommand;
    const wrong = outcomeWords(await data.run(command));
    setProblem(wrong);
    if (wrong !== null) return;
    // Taken up again it is still to be done: what was typed goes on.
    if (type !== 'taskResumed') {
      void remark.drop();
      void missing.drop();
    }
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
  /** Whoever sent him waits for what came of it. */
  const isAsked = (): boolean => needsResult(task(), (me.member() ?? '') as MemberId);
  const lacksResult = (): boolean => isAsked() && remark.text().trim() === '' && evidence().length === 0;
  const complete = (): void => {
    const said = remark.text().trim();
    setIsTried(true);
    if (lacksResult()) return;
    void send(
      'taskCompleted',
      { ...(said ? { remark: said } : {}), ...(evidence().length > 0 ? { evidence: evidence() } : {}) },
      words.completed,
    );
  };
  const giveBack = (): void => {
    setIsTried(true);
    const said = missing.text().trim();
    if (said !== '') void send('taskReturned', { missing: said }, words.returnedDone);
  };
  const feet: Readonly<Record<Mode, () => JSX.Element>> = {
    look: () => (
      <Button kind="primary" wide={true} onClick={complete}>
        {words.complete}
      </Button>
    ),
    return: () => (
      <Button kind="primary" wide={true} onClick={giveBack}>
        {words.returnIt}
      </Button>
    ),
  };
  const items = () => [props.item];
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={task().title}
      line={words.sheetLine(props.item.customerName)}
      closeLabel={words.close}
      foot={feet[mode()]()}
    >
      <div class="flex flex-col gap-4 pb-4">
        <Show when={problem()}>{(said) => <Banner tone="red">{said()}</Banner>}</Show>
        <Show when={mode() === 'look'}>
          <p class="m-0 text-body text-ink-2">{cause()}</p>
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
                {words.returned(holder(), returned().missing)}
              </Banner>
            )}
          </Show>
          <Show when={task().assigned?.script}>{(script) => <Script text={script()} />}</Show>
          <Show when={isPresales()}>
            <section>
              <SectionTitle>{words.files}</SectionTitle>
              <Files files={props.item.evidence} />
            </section>
          </Show>
          <ButtonLink kind="plain" href={`${PATHS.pool}/${task().customer}`}>
            {words.toCustomer}
          </ButtonLink>
          <FileButton accept="*/*" onFiles={(files) => void attach(files)}>
            {words.attach}
          </FileButton>
          <For each={evidence()}>{(file) => <p class="m-0 text-second text-ink-2">{words.attached(file.name)}</p>}</For>
          <TextArea
            label={isAsked() ? words.result : words.remark}
            hint={isAsked() ? words.resultHint : words.remarkHint}
            value={remark.text()}
            error={isTried() && lacksResult() ? refusals.resultMissing : null}
            onText={remark.setText}
          />
          <div class="flex flex-wrap gap-2">
            <Button kind="plain" onClick={() => setMore('snooze')}>
              {words.snooze.act}
            </Button>
            <Show when={mayGiveBack()}>
              <Button
                kind="plain"
                onClick={() => {
                  setIsTried(false);
                  // What he began to write goes with him.
                  if (missing.text() === '') missing.setText(remark.text());
                  setMode('return');
                }}
              >
                {words.giveBack}
              </Button>
            </Show>
            <Button kind="plain" onClick={() => setMore('reassign')}>
              {words.reassign}
            </Button>
            <Show when={props.item.mayClose}>
              <Button kind="plain" onClick={() => setMore('close')}>
                {words.decline}
              </Button>
            </Show>
          </div>
        </Show>
        <Show when={mode() === 'return'}>
          <TextArea
            label={words.missing}
            hint={words.missingHint}
            value={missing.text()}
            error={isTried() && missing.text().trim() === '' ? words.reasonMissing : null}
            onText={missing.setText}
          />
        </Show>
      </div>
      <Switch>
        <Match when={more() === 'snooze'}>
          <SnoozeSheet items={items()} onClose={() => setMore(null)} onDone={() => props.onClose()} />
        </Match>
        <Match when={more() === 'reassign'}>
          <ReassignSheet items={items()} onClose={() => setMore(null)} onDone={() => props.onClose()} />
        </Match>
        <Match when={more() === 'close'}>
          <ClosingSheet items={items()} onClose={() => setMore(null)} onDone={() => props.onClose()} />
        </Match>
      </Switch>
    </Sheet>
  );
};
