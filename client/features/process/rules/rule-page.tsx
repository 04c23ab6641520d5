import { useParams } from '@solidjs/router';
import { type Component, createMemo, createSignal, For, lazy, Show, Suspense } from 'solid-js';
import type { Rule } from '#rules';
import { Page } from '../../../app/page.tsx';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { dryRun as dryRunWords } from '../../../locales/zh-CN/process-dry-run.ts';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Button, ButtonLink, IconButton } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { History, Pencil, Plus, Search } from '../../../ui/icons.ts';
import { EmptyState } from '../../../ui/list.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { createWide } from '../../../ui/wide.ts';
import { partDifference } from '../../../views/part-words.ts';
import { type BlockId, ruleNames, ruleSentence } from '../../../views/rule-words.ts';
import { BlockSheet } from '../blocks/block-sheet.tsx';
import { createPart, type PartForm } from '../create-part.ts';
import { HistorySheet } from '../history-sheet.tsx';
import { PartBar } from '../part-bar.tsx';
import { PartNotices } from '../part-notices.tsx';
import { useProcess } from '../process-context.tsx';
import { BlockCards } from './block-cards.tsx';
import { DryRunPanel } from './dry-run-panel.tsx';
import { RULES_PATH, ruleIdOf } from './rule-address.ts';
import {
  addAction,
  addBranch,
  addCondition,
  blockOfField,
  blocksOf,
  type EditTarget,
  placeOfBlock,
  type RuleEdit,
  removeBlock,
} from './rule-edits.ts';
import { RuleSentence } from './rule-sentence.tsx';

const RuleCanvas = lazy(async () => ({ default: (await import('./rule-canvas.tsx')).RuleCanvas }));
/** From here on there is room for a picture of the rule, and for its dry run beside it. */
const WIDE_PX = 1024;
const ROOMY_PX = 1280;
const BLOCK_WORDS = { every: words.every, rest: words.rest, noExit: words.noExit } as const;

/** Puts the focus on a block once it is drawn. */
const focusBlock = (id: BlockId): void => {
  queueMicrotask(() => document.querySelector<HTMLElement>(`[data-block="${id}"]`)?.focus());
};

const AddBar: Component<{
  readonly onCondition: () => void;
  readonly onAction: () => void;
  readonly onBranch: () => void;
  readonly onLadder: (() => void) | null;
}> = (props) => (
  <div class="flex flex-wrap items-center gap-2">
    <For
      each={[
        [words.addCondition, () => props.onCondition()] as const,
        [words.addAction, () => props.onAction()] as const,
        [words.addBranch, () => props.onBranch()] as const,
      ]}
    >
      {([what, run]) => (
        <Button icon={<Plus size={16} />} aria-label={words.add(what)} onClick={run}>
          {what}
        </Button>
      )}
    </For>
    <Show when={props.onLadder}>
      {(run) => (
        <Button icon={<Plus size={16} />} aria-label={words.add(words.addLadder)} onClick={() => run()()}>
          {words.addLadder}
        </Button>
      )}
    </Show>
    <span class="ml-auto hidden items-center gap-3 text-meta text-ink-3 lg:flex">
      <For each={words.keys}>
        {([key, what]) => (
          <span>
            <kbd class="mr-1 rounded-tag border border-line-2 px-1 font-sans">{key}</kbd>
            {what}
          </span>
        )}
      </For>
    </span>
  </div>
);

const Editor: Component<{ readonly desk: PartForm<'rule'>; readonly rule: Rule }> = (props) => {
  const { answer, process } = useProcess();
  const toast = useToast();
  const isWide = createWide(WIDE_PX);
  const [target, setTarget] = createSignal<EditTarget | null>(null);
  const [branch, setBranch] = createSignal(0);
  const names = createMemo(() => ruleNames(process()));
  const blocks = createMemo(() => blocksOf(props.rule, names(), BLOCK_WORDS));
  const mayEdit = () => answer().mayEdit;
  const wrong = createMemo(
    (): ReadonlySet<string> => new Set(props.desk.shownProblems().map(({ field }) => blockOfField(field))),
  );
  const change = (rule: Rule, field: string | null = null): void => props.desk.change({ kind: 'rule', rule }, field);
  const open = (id: EditTarget): void => {
    if (mayEdit()) setTarget(id);
  };
  const edit = (made: RuleEdit | null, otherwise: string): void => {
    if (made === null) {
      toast.show({ text: otherwise, kind: 'refusal' });
      return;
    }
    change(made.rule);
    setTarget(made.block);
  };
  const remove = (id: BlockId): void => {
    if (!mayEdit()) return;
    const block = blocks().find((one) => one.id === id);
    const before = blocks()[Math.max(0, blocks().findIndex((one) => one.id === id) - 1)];
    const next = removeBlock(props.rule, id);
    if (next === props.rule) {
      toast.show({ text: words.keep, kind: 'refusal' });
      return;
    }
    change(next);
    setTarget(null);
    toast.show({ text: words.removed(block === undefined ? '' : words.leads[block.lead]) });
    if (before !== undefined) focusBlock(before.id);
  };
  const onFocus = (id: BlockId): void => {
    setBranch(placeOfBlock(id).branch ?? branch());
  };
  const atBranch = () => Math.min(branch(), props.rule.branches.length - 1);
  const title = (): string => {
    const now = target();
    if (now === null || now === 'head') return words.head;
    const block = blocks().find(({ id }) => id === now);
    return block === undefined ? words.leads[now === 'ladder' ? 'again' : 'exit'] : words.leads[block.lead];
  };
  const removable = (): (() => void) | null => {
    const now = target();
    return now === null || now === 'head' || now === 'trigger' || now === 'brake' ? null : () => remove(now);
  };
  const shared = () => ({ blocks: blocks(), wrong: wrong(), onOpen: open, onRemove: remove, onFocus });
  return (
    <div class="flex min-h-full flex-col gap-3 pt-1">
      <PartNotices desk={props.desk} onProblem={(field) => open(blockOfField(field))} />
      <div class="flex flex-wrap items-center gap-2">
        <h2 class={`m-0 text-page font-semibold ${wrong().has('head') ? 'text-red-text' : ''}`}>{props.rule.name}</h2>
        <Show when={mayEdit()}>
          <IconButton quiet={true} label={words.head} onClick={() => open('head')}>
            <Pencil size={16} />
          </IconButton>
        </Show>
        <Show when={!props.rule.isOn}>
          <Tag tone="quiet">{words.off}</Tag>
        </Show>
        <Standing desk={props.desk} rule={props.rule.id} />
      </div>
      <RuleSentence
        lines={ruleSentence(props.rule, names())}
        wrong={wrong()}
        onOpen={mayEdit() ? (block) => open(block) : null}
      />
      <p class="m-0 text-second text-ink-3 max-lg:hidden">{words.sameRule}</p>
      <Show
        when={isWide()}
        fallback={
          <section aria-label={words.blocks} class="flex flex-col gap-2">
            <BlockCards {...shared()} />
          </section>
        }
      >
        <Suspense>
          <RuleCanvas rule={props.rule} {...shared()} />
        </Suspense>
      </Show>
      <Show when={mayEdit()}>
        <AddBar
          onCondition={() => edit(addCondition(props.rule), '')}
          onAction={() => edit(addAction(props.rule, atBranch()), words.full)}
          onBranch={() => edit(addBranch(props.rule), words.fullBranches)}
          onLadder={props.rule.escalate.length === 0 ? () => open('ladder') : null}
        />
      </Show>
      <Show when={target()}>
        {(now) => (
          <BlockSheet
            target={now()}
            title={title()}
            rule={props.rule}
            process={process()}
            problems={props.desk.shownProblems()}
            onChange={change}
            onRemove={removable()}
            onClose={() => setTarget(null)}
          />
        )}
      </Show>
    </div>
  );
};

/** What the draft is against the version in force. */
const Standing: Component<{ readonly desk: PartForm<'rule'>; readonly rule: string }> = (props) => {
  const { answer, process } = useProcess();
  const newest = () => props.desk.newest();
  const count = () => {
    const part = props.desk.part();
    const before = newest();
    return part === null || before === null ? 0 : partDifference(before.part, part, process()).length;
  };
  return (
    <>
      <Show when={props.desk.isDraft()}>
        <Tag tone="brand">{words.draft((newest()?.number ?? 0) + 1)}</Tag>
      </Show>
      <span class="text-second text-ink-3">
        <Show when={newest()} fallback={words.newOne}>
          {(version) => (
            <Show when={props.desk.isDraft()} fallback={processWords.version(version().number)}>
              {words.against(version().number, count())}
            </Show>
          )}
        </Show>
        <Show when={answer().effects[props.rule]?.lastWeek}>{(count) => <>，{words.lastWeek(count())}</>}</Show>
        <Show when={newest()?.standing === 'waiting'}>，{processWords.waiting}</Show>
      </span>
    </>
  );
};

/** One rule: its sentence, the same as a picture or a list, and the way to put it in force. */
export const RulePage: Component = () => {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(param) => <OneRule id={ruleIdOf(param)} />}
    </Show>
  );
};

const OneRule: Component<{ readonly id: string }> = (props) => {
  const { answer } = useProcess();
  const isRoomy = createWide(ROOMY_PX);
  const desk = createPart<'rule'>(() => `rule:${props.id}`);
  const [isPast, setIsPast] = createSignal(false);
  const [isDry, setIsDry] = createSignal(false);
  const before = () => {
    const newest = desk.isDraft() ? desk.newest() : null;
    return newest?.part.kind === 'rule' ? { number: newest.number, rule: newest.part.rule } : null;
  };
  const panel = () => <Show when={desk.part()?.rule}>{(rule) => <DryRunPanel rule={rule()} before={before()} />}</Show>;
  return (
    <Show
      when={desk.part()?.rule}
      fallback={
        <Page title={words.gone.title} back={RULES_PATH}>
          <EmptyState
            icon={<Search size={26} />}
            title={words.gone.title}
            line={words.gone.line}
            act={<ButtonLink href={RULES_PATH}>{words.gone.act}</ButtonLink>}
          />
        </Page>
      }
    >
      {(rule) => (
        <div class="flex h-full min-h-0">
          <div class="h-full min-w-0 flex-1">
            <Page
              title={words.title}
              back={RULES_PATH}
              acts={
                <Button kind="text" icon={<History size={18} />} onClick={() => setIsPast(true)}>
                  {processWords.history}
                </Button>
              }
              bar={
                <Show when={answer().mayEdit}>
                  <PartBar
                    desk={desk}
                    name={rule().name}
                    dryRun={panel}
                    acts={
                      <Button class="xl:hidden" onClick={() => setIsDry(true)}>
                        {dryRunWords.act}
                      </Button>
                    }
                  />
                </Show>
              }
            >
              <Editor desk={desk} rule={rule()} />
            </Page>
          </div>
          <Show when={isRoomy()}>
            <aside class="hidden h-full w-80 shrink-0 overflow-y-auto border-l border-line bg-paper p-4 xl:block">
              {panel()}
            </aside>
          </Show>
          <Show when={isDry()}>
            <Sheet
              open={true}
              onClose={() => setIsDry(false)}
              title={rule().name}
              closeLabel={words.close}
              height="full"
            >
              {panel()}
            </Sheet>
          </Show>
          <Show when={isPast()}>
            <HistorySheet desk={desk} name={rule().name} onClose={() => setIsPast(false)} />
          </Show>
        </div>
      )}
    </Show>
  );
};
