import { type Component, createSignal, For, Match, Show, Switch } from 'solid-js';
import { BLOB_PATH } from '#protocol';
import {
  type OpportunityState,
  otherStages,
  overdueDays,
  presentVisit,
  type StageVisit,
  stageOf,
  wholeDays,
} from '#rules';
import { useMe, useNow, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStage as words } from '../../../locales/zh-CN/customer-stage.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Banner, Tag } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { FileText } from '../../../ui/icons.ts';
import { Card } from '../../../ui/list.tsx';
import { StageTrack, type TrackLeg } from '../../../ui/stage-track.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { amountWords } from '../../../views/amount-words.ts';
import { dateWords } from '../../../views/field-values.ts';
import { createAct } from '../create-act.ts';
import { ReasonSheet } from '../reason-sheet.tsx';
import { useNameOf, useStageNames } from '../use-names.ts';
import { EndSheet } from './end-sheet.tsx';
import { NextRung } from './next-rung.tsx';
import { StageSheet } from './stage-sheet.tsx';

interface CardProps {
  readonly customer: CustomerAnswer;
  readonly opportunity: OpportunityState;
}

/** Somebody entered another stage without having seen this one: one tap says which holds. */
const AlsoEntered: Component<
  CardProps & { readonly visit: StageVisit; readonly onNeedsMore: (stage: string) => void }
> = (props) => {
  const toast = useToast();
  const names = useStageNames();
  const person = useNameOf(() => props.customer);
  const act = createAct();
  const nameOf = (stage: string) => names()[stage] ?? stage;
  const settle = async (stage: string): Promise<void> => {
    const said = words.also.settled(nameOf(stage));
    const saved = await act.run({
      type: 'stageEntered',
      subject: props.customer.state.id,
      payload: { opportunity: props.opportunity.id, stage },
    });
    if (saved) toast.show({ text: said });
    else if (act.outcome()?.kind === 'refused') props.onNeedsMore(stage);
  };
  return (
    <Banner
      tone="yellow"
      act={
        <Show when={props.customer.mayMark}>
          <span class="flex flex-wrap gap-2">
            <Button kind="plain" onClick={() => void settle(props.opportunity.stage)}>
              {words.also.keep(nameOf(props.opportunity.stage))}
            </Button>
            <Button kind="plain" onClick={() => void settle(props.visit.stage)}>
              {words.also.take(nameOf(props.visit.stage))}
            </Button>
          </span>
        </Show>
      }
    >
      {words.also.line(person(props.visit.author), nameOf(props.visit.stage))}
    </Banner>
  );
};

const Ended: Component<CardProps & { readonly onReopen: () => void }> = (props) => {
  const now = useNow();
  return (
    <Show when={props.opportunity.ended}>
      {(ended) => (
        <div class="mt-3 flex flex-col gap-1.5 rounded-inner bg-fill p-3.5 text-second text-ink-2">
          <span class="text-item font-semibold text-ink">
            {words.endedAt(words.ended[ended().outcome], dateWords(ended().payload.dateMs ?? ended().t, now()))}
          </span>
          <Show when={ended().payload.amountFen !== undefined}>
            <span>{words.amountOf(amountWords(ended().payload.amountFen ?? 0))}</span>
          </Show>
          <Show when={ended().payload.reason}>{(reason) => <span>{words.reasonOf(reason())}</span>}</Show>
          <For each={ended().payload.evidence ?? []}>
            {(file) => (
              <a
                class="flex min-h-11 items-center gap-2 text-brand-text"
                href={`${BLOB_PATH}/${file.sha256}`}
                download={file.name}
              >
                <FileText size={16} />
                <span class="truncate">{file.name}</span>
              </a>
            )}
          </For>
          <Show when={props.customer.mayMark}>
            <span>
              <Button kind="plain" onClick={() => props.onReopen()}>
                {words.reopen}
              </Button>
            </span>
          </Show>
        </div>
      )}
    </Show>
  );
};

/** One opportunity: its stage track with the time used, who carries it, and what moves it (R9, R11, R101). */
export const OpportunityCard: Component<CardProps & { readonly isOnly: boolean }> = (props) => {
  const org = useOrg();
  const me = useMe();
  const now = useNow();
  const [sheet, setSheet] = createSignal<'stage' | 'end' | 'reopen' | null>(null);
  const [target, setTarget] = createSignal<string | null>(null);
  const process = () => org()?.process;
  const visit = () => presentVisit(props.opportunity);
  const limit = () => {
    const known = process();
    return known ? (stageOf(known, props.opportunity.stage)?.limitDays ?? 0) : 0;
  };
  const dwell = () => wholeDays(visit()?.enteredAt ?? now(), visit()?.leftAt ?? now());
  const over = () => (props.opportunity.ended ? 0 : overdueDays(dwell(), limit()));
  const legs = (): TrackLeg[] => {
    const stages = process()?.stages ?? [];
    const at = stages.findIndex(({ id }) => id === props.opportunity.stage);
    const visited = new Set(props.opportunity.visits.map(({ stage }) => stage));
    const first = stages.findIndex(({ id }) => id === props.opportunity.visits[0]?.stage);
    return stages.map(({ id, name }, index) => {
      if (index === at) return { id, label: name, state: 'present' };
      if (index > at) return { id, label: name, state: 'future' };
      return { id, label: name, state: index > first && !visited.has(id) ? 'skipped' : 'past' };
    });
  };
  const openStage = (stage: string | null): void => {
    setTarget(stage === props.opportunity.stage ? null : stage);
    setSheet('stage');
  };
  const holder = () => props.customer.row.ownerName;
  const isRunning = () => props.opportunity.ended === null;
  const mayMove = () => props.customer.mayMark && isRunning();
  const close = () => setSheet(null);
  return (
    <Card label={props.opportunity.name}>
      <Show when={!props.isOnly || props.customer.unsynced.includes(visit()?.id ?? props.customer.state.created.id)}>
        <div class="mb-2 flex items-center gap-2">
          <Show when={!props.isOnly}>
            <h3 class="m-0 min-w-0 truncate text-card font-semibold">{props.opportunity.name}</h3>
          </Show>
          <Show when={props.customer.unsynced.includes(visit()?.id ?? props.customer.state.created.id)}>
            <Tag tone="brand">{words.unsynced}</Tag>
          </Show>
        </div>
      </Show>
      <StageTrack
        label={words.track(props.opportunity.name)}
        legs={legs()}
        used={limit() > 0 ? dwell() / limit() : 0}
        over={over() > 0}
        skippedWord={words.skipped}
        {...(mayMove() ? { onChoose: openStage } : {})}
      />
      <Show when={isRunning()}>
        <div class="mt-3 flex flex-wrap items-center justify-between gap-x-3 gap-y-1 text-second">
          <span class="flex items-center gap-2 text-ink-2">
            <Show when={holder()} fallback={words.nobody}>
              {(name) => (
                <>
                  <Avatar name={name()} size={24} />
                  {words.holder(props.customer.row.owner === me.member() ? words.you : name())}
                </>
              )}
            </Show>
          </span>
          <span class={over() > 0 ? 'font-semibold text-red-text' : 'text-ink-2'}>
            <Switch fallback={words.used(dwell(), limit())}>
              <Match when={over() > 0}>{words.over(over(), limit())}</Match>
              <Match when={dwell() === 0}>{words.today(limit())}</Match>
            </Switch>
          </span>
        </div>
      </Show>
      <Show when={isRunning()}>
        <NextRung customer={props.customer} opportunity={props.opportunity} />
      </Show>
      <div class="mt-3 flex flex-col gap-2 empty:hidden">
        <For each={otherStages(props.opportunity)}>
          {(other) => <AlsoEntered {...props} visit={other} onNeedsMore={openStage} />}
        </For>
      </div>
      <Ended {...props} onReopen={() => setSheet('reopen')} />
      <Show when={mayMove()}>
        <div class="mt-3 flex gap-2">
          <Button kind="quiet" onClick={() => openStage(null)}>
            {words.move}
          </Button>
          <Button kind="quiet" onClick={() => setSheet('end')}>
            {words.end}
          </Button>
        </div>
      </Show>
      <Switch>
        <Match when={sheet() === 'stage'}>
          <StageSheet customer={props.customer} opportunity={props.opportunity} target={target()} onClose={close} />
        </Match>
        <Match when={sheet() === 'end'}>
          <EndSheet customer={props.customer} opportunity={props.opportunity} onClose={close} />
        </Match>
        <Match when={sheet() === 'reopen'}>
          <ReasonSheet
            keptAs={`opportunity-reopened-${props.opportunity.id}`}
            title={words.reopenSheet.title}
            line={words.reopenSheet.line}
            label={words.reopenSheet.reason}
            missing={words.reopenSheet.missing}
            act={words.reopenSheet.act}
            done={words.reopenSheet.done}
            command={(reason) => ({
              type: 'opportunityReopened',
              subject: props.customer.state.id,
              payload: { opportunity: props.opportunity.id, reason },
            })}
            onClose={close}
          />
        </Match>
      </Switch>
    </Card>
  );
};
