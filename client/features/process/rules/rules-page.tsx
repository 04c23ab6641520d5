import { useNavigate, useParams } from '@solidjs/router';
import { type Component, createMemo, For, type ParentProps, Show } from 'solid-js';
import { RULE_GROUPS, type Rule } from '#rules';
import { useData, useNow } from '../../../app/data-context.tsx';
import { PATHS } from '../../../app/navigation.ts';
import { Page } from '../../../app/page.tsx';
import type { RuleRecord } from '../../../data/contract.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { processRules as words } from '../../../locales/zh-CN/process-rules.ts';
import { ruleWords } from '../../../locales/zh-CN/rule-words.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Plus, Workflow } from '../../../ui/icons.ts';
import { Card, EmptyState, ListRow, SectionTitle } from '../../../ui/list.tsx';
import { stopRate } from '../../../views/stop-rate.ts';
import { newestOf } from '../part-history.ts';
import { useProcess } from '../process-context.tsx';
import { ruleIdOf, rulePath } from './rule-address.ts';
import { freshRule } from './rule-edits.ts';

/** Rules in force and those only drafted here, as their drafts say where there is one. */
const createRules = (): (() => readonly Rule[]) => {
  const { process, book } = useProcess();
  return createMemo(() => {
    const drafted = (id: string): Rule | null => {
      const part = book.get(`rule:${id}`)?.part;
      return part?.kind === 'rule' ? part.rule : null;
    };
    const known = process().rules.map((rule) => drafted(rule.id) ?? rule);
    const ids = new Set(known.map(({ id }) => id));
    const fresh = book.keys().flatMap((key) => {
      const rule = key.startsWith('rule:') ? drafted(key.slice('rule:'.length)) : null;
      return rule === null || ids.has(rule.id) ? [] : [rule];
    });
    return [...known, ...fresh];
  });
};

/** How often people stop a rule: where that happens a lot, the rule is what should change (R80). */
const StopRate: Component<{ readonly record: RuleRecord | undefined }> = (props) => (
  <Show when={props.record && stopRate(props.record)}>
    {(rate) => (
      <span class={rate().isTight ? 'font-semibold text-yellow-text' : ''}>
        {rate().isTight ? words.tooTight(rate().percent) : words.stopRate(rate().percent)}
      </span>
    )}
  </Show>
);

const RuleRow: Component<{ readonly rule: Rule; readonly selected: boolean }> = (props) => {
  const { answer, versionsOf, book } = useProcess();
  const now = useNow();
  const newest = createMemo(() => newestOf(versionsOf(`rule:${props.rule.id}`)));
  const line = () => {
    const version = newest();
    if (version === null) return words.newOne;
    const { change } = version;
    const who = change === null ? words.template : words.by(change.authorName, dayAndTime(change.t, now()));
    return `${processWords.version(version.number)} ${who}`;
  };
  return (
    <ListRow
      href={rulePath(props.rule.id)}
      selected={props.selected}
      title={
        <>
          <span class="truncate">{props.rule.name}</span>
          <Show when={book.get(`rule:${props.rule.id}`)}>
            <Tag tone="brand">{processWords.draft}</Tag>
          </Show>
          <Show when={!props.rule.isOn}>
            <Tag tone="quiet">{words.off}</Tag>
          </Show>
        </>
      }
      line={
        <>
          <span>{line()}</span>
          <StopRate record={answer().effects[props.rule.id]} />
        </>
      }
    />
  );
};

/** 规则, by group; a wide screen shows the opened rule beside the list. */
export const RulesPage: Component<ParentProps> = (props) => {
  const { answer, book } = useProcess();
  const data = useData();
  const navigate = useNavigate();
  const params = useParams<{ id?: string }>();
  const rules = createRules();
  const drafts = () => book.keys().filter((key) => key.startsWith('rule:')).length;
  const begin = (): void => {
    const rule = freshRule(data.newId(), words.newName);
    book.set(`rule:${rule.id}`, { part: { kind: 'rule', rule }, basis: null });
    navigate(rulePath(rule.id));
  };
  return (
    <div class="flex h-full min-h-0">
      <div
        class={`h-full min-w-0 ${params.id ? 'hidden shrink-0 border-r border-line lg:block lg:w-72' : 'flex-1 lg:w-72 lg:flex-none lg:border-r lg:border-line'}`}
      >
        <Page
          title={words.title}
          aside={words.count(rules().filter(({ isOn }) => isOn).length, drafts())}
          back={PATHS.process}
          hideSync={true}
        >
          <Show when={answer().mayEdit}>
            <div class="pb-2">
              <Button icon={<Plus size={16} />} onClick={begin}>
                {words.fresh}
              </Button>
            </div>
          </Show>
          <nav aria-label={words.list} class="flex flex-col gap-3">
            <For each={RULE_GROUPS}>
              {(group) => (
                <Show when={rules().some((rule) => rule.group === group)}>
                  <section>
                    <SectionTitle>{ruleWords.groups[group]}</SectionTitle>
                    <Card flush={true}>
                      <For each={rules().filter((rule) => rule.group === group)}>
                        {(rule) => <RuleRow rule={rule} selected={rule.id === ruleIdOf(params.id ?? '')} />}
                      </For>
                    </Card>
                  </section>
                </Show>
              )}
            </For>
          </nav>
        </Page>
      </div>
      <div class={`min-w-0 flex-1 ${params.id ? '' : 'hidden lg:block'}`}>
        <Show
          when={params.id}
          fallback={<EmptyState icon={<Workflow size={26} />} title={words.pick.title} line={words.pick.line} />}
        >
          {props.children}
        </Show>
      </div>
    </div>
  );
};
