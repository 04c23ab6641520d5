import { type Component, createMemo, For, Show } from 'solid-js';
import type { Mark } from '#rules';
import { useData, useMe, useNow, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { brakes } from '../../../locales/zh-CN/customer-brakes.ts';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { refusals } from '../../../locales/zh-CN/refusals.ts';
import { Banner, Tag } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Check, CloudUpload, TriangleAlert } from '../../../ui/icons.ts';
import { ProblemLine } from '../../../ui/problem.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { plainCopy } from '../../../views/plain-copy.ts';
import { AwaitsLine, AwaitsTag, createDocumentDue } from '../brakes/acting-line.tsx';
import { BrakeBanner } from '../brakes/brake-banner.tsx';
import { OverrideLine } from '../brakes/override-line.tsx';
import { createAct } from '../create-act.ts';
import { FileRow } from '../files/file-row.tsx';
import { fileState } from '../files/file-state.ts';
import { usePeople } from '../people/use-people.ts';
import { CHECKS, type Colour } from './mark-form.ts';
import { groundsOf } from './mark-words.ts';

/** How far the mark itself is: on this phone only, at the relay, or waiting for its file. */
const Standing: Component<{ readonly mark: Mark }> = (props) => (
  <>
    <Show when={props.mark.pendingUpload}>
      <Tag tone="edge">{words.pendingUpload}</Tag>
    </Show>
    <Show when={props.mark.standing === 'local'}>
      <Tag tone="brand">{words.unsynced}</Tag>
    </Show>
    <Show when={props.mark.standing === 'received'}>
      <Tag tone="edge">{words.provisional}</Tag>
    </Show>
  </>
);

const GreenFacts: Component<{ readonly mark: Mark; readonly customer: CustomerAnswer }> = (props) => {
  const files = () =>
    (props.mark.payload.evidence ?? []).map((file) => {
      const onRecord = props.customer.state.evidence.find(({ sha256 }) => sha256 === file.sha256);
      return { file, state: fileState(onRecord?.attested ?? false, props.customer.uploads[file.sha256]) };
    });
  const checks = () => CHECKS.filter((check) => props.mark.payload.checks?.[check]);
  return (
    <>
      <Show when={checks().length + files().length > 0}>
        <ul class="m-0 list-none p-0">
          <For each={checks()}>
            {(check) => (
              <li class="flex min-h-11 items-center gap-3 text-item text-ink">
                <Check size={20} class="shrink-0 text-green-text" />
                {refusals.checks[check]}
              </li>
            )}
          </For>
          <For each={files()}>
            {({ file, state }) => (
              <li>
                <FileRow file={file} state={state} />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={files().some(({ state }) => state === 'refused')} fallback={<Pending mark={props.mark} />}>
        <Banner tone="red" icon={<TriangleAlert size={18} />}>
          {words.refusedFileLine}
        </Banner>
      </Show>
    </>
  );
};

const Pending: Component<{ readonly mark: Mark }> = (props) => (
  <Show when={props.mark.pendingUpload}>
    <Banner tone="brand" icon={<CloudUpload size={18} />}>
      {words.pendingUploadLine}
    </Banner>
  </Show>
);

/** R18: what the silence behind a red is measured by, and what a second one would mean. */
const RedFacts: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const now = useNow();
  const last = () => props.customer.state.lastInteraction;
  /** Of one run of reds the pool is entered once. */
  const hasPooled = () => {
    const { pool, mark } = props.customer.state;
    return pool !== null && mark !== null && pool.run.includes(mark.id);
  };
  return (
    <div class="rounded-inner bg-red-soft px-3.5 py-2.5 text-second text-red-text">
      <p class="m-0">
        {last() === null ? words.neverInteracted : words.lastInteraction(dayAndTime(last() ?? 0, now()))}
      </p>
      <Show when={!hasPooled()}>
        <p class="m-0 font-semibold">{brakes.warnRed}</p>
        <p class="m-0">{brakes.warnRedLine}</p>
      </Show>
    </div>
  );
};

/** What the card says now: who marked when, on what grounds, and how far it is; own marks can be taken back. */
export const PresentMark: Component<{
  readonly customer: CustomerAnswer;
  readonly mark: Mark;
  readonly mayMark: boolean;
  readonly onAgain: (colour: Colour) => void;
}> = (props) => {
  const data = useData();
  const now = useNow();
  const org = useOrg();
  const me = useMe();
  const toast = useToast();
  const act = createAct();
  const people = usePeople(() => props.customer.names);
  const documentDue = createDocumentDue(() => props.customer);
  const isPooled = () => props.customer.state.pool?.status === 'in';
  // Why it was overridden stands in the line of the override.
  const grounds = createMemo(() =>
    props.mark.override === null ? groundsOf(props.mark, org()?.process.statusCard.silentDays ?? 0) : [],
  );
  const takeBack = async (): Promise<void> => {
    const { id } = props.mark;
    const { basis: _, ...again } = plainCopy(props.mark.payload);
    const subject = props.customer.state.id;
    const saved = await act.run({ type: 'retracted', subject, payload: { event: id } });
    if (saved === null) return;
    const undo = () => void data.run({ type: 'statusMarked', subject, payload: again });
    toast.show({ text: words.takenBack, undo: { label: words.undo, run: undo } });
  };
  return (
    <div class="flex flex-col gap-2">
      <p class="m-0 flex flex-wrap items-center gap-2 text-second text-ink-2">
        <span>{words.setBy(people(props.mark.author), dayAndTime(props.mark.t, now()))}</span>
        <Standing mark={props.mark} />
        <Show when={props.mark.awaitsDocument}>
          <AwaitsTag dueAt={documentDue()} />
        </Show>
      </p>
      <Show when={props.mark.receivedAt}>
        {(at) => <p class="m-0 text-second text-ink-3">{words.lateEntry(dayAndTime(at(), now()))}</p>}
      </Show>
      <Show when={!isPooled()}>
        <BrakeBanner customer={props.customer} />
        <OverrideLine customer={props.customer} />
      </Show>
      <For each={grounds()}>{(line) => <p class="m-0 text-body text-ink">{line}</p>}</For>
      <Show when={props.mark.awaitsDocument}>
        <AwaitsLine dueAt={documentDue()} />
      </Show>
      <Show when={props.mark.colour === 'green'}>
        <GreenFacts mark={props.mark} customer={props.customer} />
      </Show>
      <Show when={props.mark.colour === 'red' && !isPooled()}>
        <RedFacts customer={props.customer} />
      </Show>
      <ProblemLine text={act.problem()} />
      <Show when={props.mayMark}>
        <div class="-mb-2 -ml-2 flex">
          <Button kind="text" onClick={() => props.onAgain(props.mark.colour)}>
            {props.mark.awaitsDocument ? brakes.awaits.act : words.edit}
          </Button>
          <Show when={props.mark.author === me.member()}>
            <Button kind="text" disabled={act.isBusy()} onClick={() => void takeBack()}>
              {words.takeBack}
            </Button>
          </Show>
        </div>
      </Show>
    </div>
  );
};
