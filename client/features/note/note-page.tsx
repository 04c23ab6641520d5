import { useNavigate, useParams, useSearchParams } from '@solidjs/router';
import {
  type Component,
  createEffect,
  createMemo,
  createSignal,
  For,
  onCleanup,
  onMount,
  type ParentProps,
  Show,
} from 'solid-js';
import { type CustomerId, type EventId, shanghaiDay, visibleText } from '#rules';
import { createAnswer, useData, useNow } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import type { CustomerAnswer, PoolChip } from '../../data/contract.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { note as words } from '../../locales/zh-CN/note.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { Search } from '../../ui/icons.ts';
import { Card, EmptyState, ListRow } from '../../ui/list.tsx';
import { ProblemLine } from '../../ui/problem.tsx';
import { useToast } from '../../ui/toast.tsx';
import { MarkGlyph } from '../../views/mark-glyph.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';
import { CommitmentPart } from './commitment-part.tsx';
import { createNote, type Note } from './create-note.ts';
import { NextPart } from './next-part.tsx';
import type { ConcernKind } from './note-form.ts';
import { VerifiedPart } from './verified-part.tsx';

const CONCERNS = Object.keys(words.concerns) as ConcernKind[];
const FOUND = 20;

/** Which customer: the search that every note begins with when it was not opened from one. */
const ChooseCustomer: Component = () => {
  const [search, setSearch] = createSignal('');
  // Somebody without customers of his own is offered everybody's.
  const [chip, setChip] = createSignal<PoolChip>('mine');
  const answer = createAnswer(() => ({
    kind: 'pool' as const,
    filter: { chip: chip() },
    search: search(),
    offset: 0,
    limit: FOUND,
  }));
  createEffect(() => {
    if (answer()?.counts.mine === 0) setChip('all');
  });
  return (
    <Page title={words.title} isPending={answer() === undefined}>
      <div class="mx-auto flex max-w-3xl flex-col gap-3">
        <TextField
          label={words.choose.title}
          type="search"
          data-search
          placeholder={words.choose.search}
          value={search()}
          onText={setSearch}
        />
        <Show when={answer()}>
          {(found) => (
            <Show
              when={found().rows.length > 0}
              fallback={
                <EmptyState
                  icon={<Search size={26} />}
                  title={search().trim() === '' ? words.choose.none : words.choose.empty}
                  act={
                    <Show when={search().trim() === ''}>
                      <ButtonLink href={PATHS.pool}>{words.choose.act}</ButtonLink>
                    </Show>
                  }
                />
              }
            >
              <Card flush={true} label={words.choose.title}>
                <For each={found().rows}>
                  {(row) => (
                    <ListRow
                      lead={<MarkGlyph look={row.mark} size={20} />}
                      title={<span class="truncate">{row.name}</span>}
                      right={row.ownerName ?? ''}
                      href={`${PATHS.note}/${row.id}`}
                    />
                  )}
                </For>
              </Card>
            </Show>
          )}
        </Show>
      </div>
    </Page>
  );
};

const Part: Component<ParentProps<{ readonly number: number; readonly title: string }>> = (props) => (
  <section class="flex flex-col gap-3" aria-label={props.title}>
    <h2 class="m-0 flex items-center gap-2 text-card font-semibold">
      <span class="inline-flex size-6 items-center justify-center rounded-chip bg-brand-soft text-second text-brand-text">
        {props.number}
      </span>
      {props.title}
    </h2>
    {props.children}
  </section>
);

/** What the next visit should know of the last one (R40). */
const Before: Component<{ readonly answer: CustomerAnswer }> = (props) => {
  const now = useNow();
  const last = () => props.answer.state.notes[props.answer.state.notes.length - 1];
  const open = () =>
    props.answer.state.notes.filter(({ payload, delivered }) => payload.commitment.kind === 'promised' && !delivered);
  return (
    <Show when={last()}>
      {(note) => (
        <div class="rounded-inner bg-fill px-4 py-3 text-body text-ink-2">
          <p class="m-0">
            {words.lastConcern}：{words.concerns[note().payload.concern.kind]}
            <Show when={note().payload.concern.text}>{(text) => <>，{text()}</>}</Show>
          </p>
          <For each={open()}>
            {({ payload }) => (
              <p class="mt-1 mb-0">
                {words.openPromises}：
                {payload.commitment.kind === 'promised'
                  ? `${visibleText(payload.commitment.deliverable)}（${dayAndTime(payload.commitment.dueMs, now())}）`
                  : ''}
              </p>
            )}
          </For>
        </div>
      )}
    </Show>
  );
};

const ConcernPart: Component<{ readonly note: Note }> = (props) => (
  <>
    <div class="flex flex-wrap gap-2">
      <For each={CONCERNS}>
        {(kind) => (
          <Chip
            look="choice"
            pressed={props.note.form.concern === kind}
            onPress={() => props.note.setForm('concern', kind)}
          >
            {words.concerns[kind]}
          </Chip>
        )}
      </For>
    </div>
    <ProblemLine text={props.note.errorOf('concern')} />
    <TextField
      label={words.concernText}
      optionalWord={props.note.form.concern === 'other' ? undefined : words.optional}
      value={props.note.form.concernText}
      error={props.note.errorOf('concern.text')}
      onText={(text) => props.note.setForm('concernText', text)}
    />
  </>
);

/** Brings the first refused place into view and gives it the focus. */
const goToFirstGap = (): void => {
  const gap = document.querySelector('main [role=alert]');
  gap?.scrollIntoView({ block: 'center' });
  const control = gap
    ?.closest('section')
    ?.querySelector<HTMLElement>('[aria-invalid=true], input, [role=textbox], button');
  control?.focus({ preventScroll: true });
};

const WriteNote: Component<{ readonly answer: CustomerAnswer }> = (props) => {
  const navigate = useNavigate();
  const toast = useToast();
  const now = useNow();
  const [params] = useSearchParams<{ touchpoint: string }>();
  const id = props.answer.state.id;
  const opened = createMemo((): EventId | null => {
    const open = props.answer.state.touchpoints.filter(({ status }) => status === 'open');
    const named = open.find(({ note }) => note === params.touchpoint);
    // What is agreed for a later day is not what was visited today.
    const due = open.find(({ plan }) => shanghaiDay(plan.atMs) <= shanghaiDay(now()));
    return (named ?? due)?.note ?? null;
  });
  const note = createNote({ customer: id, answer: () => props.answer, touchpoint: opened });
  const submit = async (): Promise<void> => {
    const outcome = await note.submit();
    if (outcome === null) return;
    if (outcome.kind === 'saved') {
      toast.show({ text: words.done });
      navigate(`${PATHS.pool}/${id}`);
      return;
    }
    const said = note.gaps() > 1 ? words.gaps(note.gaps()) : outcomeWords(outcome);
    if (said !== null) toast.show({ text: said, kind: 'refusal' });
    queueMicrotask(goToFirstGap);
  };
  return (
    <Page
      title={props.answer.row.name}
      back={`${PATHS.pool}/${id}`}
      acts={<Show when={note.isKept()}>{<span class="text-second text-ink-3">{words.saved}</span>}</Show>}
      hideSync={true}
      bar={
        <Button kind={note.gaps() > 0 ? 'outline' : 'primary'} wide={true} onClick={() => void submit()}>
          {note.gaps() > 0 ? words.submitGaps(note.gaps()) : words.submit}
        </Button>
      }
    >
      <div class="mx-auto flex max-w-3xl flex-col gap-6 pt-1">
        <Before answer={props.answer} />
        <Part number={1} title={words.concern}>
          <ConcernPart note={note} />
        </Part>
        <Part number={2} title={words.promise}>
          <CommitmentPart note={note} />
        </Part>
        <Part number={3} title={words.next}>
          <NextPart note={note} />
        </Part>
        <Part number={4} title={words.verified}>
          <VerifiedPart note={note} />
        </Part>
        <section class="flex flex-col gap-3" aria-label={words.more}>
          <h2 class="m-0 text-second font-semibold text-ink-2">{words.more}</h2>
          <TextField
            label={words.met}
            optionalWord={words.optional}
            hint={words.attendeesHint}
            value={note.form.met}
            onText={(text) => note.setForm('met', text)}
          />
          <TextArea
            label={words.remark}
            optionalWord={words.optional}
            value={note.form.remark}
            error={note.errorOf('remark')}
            onText={(text) => note.setForm('remark', text)}
          />
        </section>
      </div>
    </Page>
  );
};

/** 写纪要: three parts that commit to something, each with its truthful exit. */
export const NotePage: Component = () => {
  const params = useParams<{ id?: string }>();
  const data = useData();
  const answer = createAnswer(() => (params.id ? { kind: 'customer' as const, id: params.id as CustomerId } : null));
  const shown = createMemo(() => {
    const found = answer();
    return found && found.state.id === params.id ? found : null;
  });
  return (
    <Show when={params.id} fallback={<ChooseCustomer />} keyed={true}>
      {(id) => {
        onMount(() => data.setPresence(id, true));
        onCleanup(() => data.setPresence(null, false));
        return (
          <Show
            when={shown()}
            fallback={
              <Page title={words.title} back={PATHS.pool}>
                <Show when={answer() === null}>
                  <p class="text-body text-ink-2">{words.gone}</p>
                </Show>
              </Page>
            }
          >
            {(found) => <WriteNote answer={found()} />}
          </Show>
        );
      }}
    </Show>
  );
};
