import { useLocation, useNavigate } from '@solidjs/router';
import { type Component, createEffect, createSignal, For, Match, onMount, Show, Switch } from 'solid-js';
import { useData, useSession } from '../../app/data-context.tsx';
import { downloadText, UNSENT_FILE } from '../../app/download.ts';
import { PlainPage } from '../../app/plain-page.tsx';
import type { InviteLookOutcome, JoinOutcome, Unsent } from '../../data/contract.ts';
import { join as words } from '../../locales/zh-CN/welcome.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Check, TriangleAlert } from '../../ui/icons.ts';
import { outcomeWords } from '../../views/refusal-words.ts';

type Failure = Extract<JoinOutcome, { kind: 'failed' }>['reason'];
type Invite = Extract<InviteLookOutcome, { kind: 'invite' }>;
/** The secret stands behind `#` and so never reaches the server's log. */
const secretOf = (hash: string): string => decodeURIComponent(hash.replace(/^#/, ''));

/** Kept with this entry of the tab's history: a page loaded anew goes on with the joining it was about. */
const noteJoining = (isJoining: boolean): void => history.replaceState({ ...history.state, isJoining }, '');
const isJoiningHere = (): boolean => history.state?.isJoining === true;

const Failed: Component<{ readonly reason: Failure; readonly again: () => void }> = (props) => (
  <PlainPage title={words.failed[props.reason].title} line={words.failed[props.reason].line}>
    <Show when={props.reason === 'offline'}>
      <Button kind="primary" wide={true} onClick={() => props.again()}>
        {words.again}
      </Button>
    </Show>
  </PlainPage>
);

const HeldBack: Component<{ readonly unsent: Unsent; readonly busy: boolean; readonly onGiveUp: () => void }> = (
  props,
) => {
  const data = useData();
  const keep = async (): Promise<void> => downloadText(UNSENT_FILE, 'application/x-ndjson', await data.exportUnsent());
  return (
    <PlainPage title={words.unsent.title} line={words.unsent.line(props.unsent.records, props.unsent.files)}>
      <ButtonLink kind="primary" wide={true} href="/">
        {words.unsent.stay}
      </ButtonLink>
      <Button wide={true} onClick={() => void keep()}>
        {words.unsent.export}
      </Button>
      <Button kind="outline" wide={true} disabled={props.busy} onClick={() => props.onGiveUp()}>
        {props.busy ? words.working : words.unsent.act}
      </Button>
    </PlainPage>
  );
};

interface FormProps {
  readonly busy: boolean;
  readonly problem: string | null;
}

const Problem: Component<{ readonly text: string | null }> = (props) => (
  <Show when={props.text}>
    <Banner tone="red" alert={true} icon={<TriangleAlert size={18} />}>
      {props.text}
    </Banner>
  </Show>
);

const OwnerForm: Component<FormProps & { readonly onDone: (name: string, company: string) => void }> = (props) => {
  const [name, setName] = createSignal('');
  const [company, setCompany] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (name().trim() === '') document.getElementById('join-name')?.focus();
    else if (company().trim() === '') document.getElementById('join-company')?.focus();
    else props.onDone(name().trim(), company().trim());
  };
  return (
    <PlainPage title={words.owner.title} line={words.owner.line}>
      <form class="flex flex-col gap-4" onSubmit={submit} noValidate>
        <TextField
          id="join-name"
          label={words.owner.name}
          hint={words.owner.nameHint}
          error={tried() && name().trim() === '' ? words.needName : null}
          value={name()}
          onText={setName}
          maxLength={40}
          autocomplete="name"
          enterkeyhint="next"
        />
        <TextField
          id="join-company"
          label={words.owner.company}
          error={tried() && company().trim() === '' ? words.needCompany : null}
          value={company()}
          onText={setCompany}
          maxLength={80}
          autocomplete="organization"
          enterkeyhint="go"
        />
        <Problem text={props.problem} />
        <Button kind="primary" wide={true} type="submit" disabled={props.busy}>
          {props.busy ? words.working : words.owner.act}
        </Button>
      </form>
    </PlainPage>
  );
};

const MemberForm: Component<FormProps & { readonly invite: Invite; readonly onDone: () => void }> = (props) => (
  <PlainPage
    title={words.member.title(props.invite.name ?? '')}
    line={words.member.line(props.invite.company ?? words.member.someCompany)}
  >
    <ul class="m-0 flex list-none flex-col gap-3 p-0">
      <For each={words.member.steps}>
        {(step) => (
          <li class="flex items-start gap-2.5 text-body text-ink-2">
            <Check size={20} class="mt-0.5 text-brand" />
            {step}
          </li>
        )}
      </For>
    </ul>
    <Problem text={props.problem} />
    <Button kind="primary" wide={true} disabled={props.busy} onClick={() => props.onDone()}>
      {props.busy ? words.working : words.member.act}
    </Button>
  </PlainPage>
);

/** `/join#<secret>`: what the link is, then one act. Every way it can fail is said in words. */
export const JoinPage: Component = () => {
  const data = useData();
  const session = useSession();
  const here = useLocation();
  const navigate = useNavigate();
  const secret = secretOf(here.hash);
  const [look, setLook] = createSignal<InviteLookOutcome | null>(null);
  const [failure, setFailure] = createSignal<Failure | null>(null);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [unsent, setUnsent] = createSignal<Unsent | null>(null);
  const [givingUp, setGivingUp] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [next, setNext] = createSignal<string | null>(null);
  const wasJoining = isJoiningHere();
  // Goes on only when the session has arrived here too: the next page would turn a signed-out device away.
  createEffect(() => {
    const to = next() ?? (wasJoining && !busy() ? '/' : null);
    if (to !== null && session()?.kind === 'signedIn') navigate(to, { replace: true });
  });

  const begin = async (): Promise<void> => {
    setFailure(null);
    setLook(null);
    const answer = secret === '' ? ({ kind: 'failed', reason: 'notFound' } as const) : await data.lookAtInvite(secret);
    if (answer.kind === 'failed') setFailure(answer.reason);
    setLook(answer);
  };
  onMount(() => void begin());

  const joinWith = async (name: string | null): Promise<boolean> => {
    noteJoining(true);
    // Only what was told of is given up.
    const outcome = await data.join(secret, name, givingUp());
    if (outcome.kind !== 'joined') noteJoining(false);
    if (outcome.kind === 'failed') setFailure(outcome.reason);
    if (outcome.kind === 'unsent') setUnsent(outcome.unsent);
    return outcome.kind === 'joined';
  };
  const found = async (name: string, company: string): Promise<void> => {
    setBusy(true);
    if (await joinWith(name)) {
      const outcome = await data.run({ type: 'companyFounded', subject: 'org', payload: { name: company } });
      setProblem(outcomeWords(outcome));
      setNext('/welcome');
    } else setBusy(false);
  };
  const enter = async (): Promise<void> => {
    setBusy(true);
    if (await joinWith(null)) setNext('/');
    else setBusy(false);
  };
  const invite = (): Invite | null => {
    const answer = look();
    return answer?.kind === 'invite' ? answer : null;
  };
  /** The owner of a company that is there already only adds a device. */
  const isFounding = (): boolean => invite()?.for === 'owner' && invite()?.company === null;
  const giveUp = (): void => {
    setGivingUp(true);
    setUnsent(null);
    // A founder has yet to say his name.
    if (!isFounding()) void enter();
  };
  return (
    <Switch fallback={<PlainPage title={words.looking} />}>
      <Match when={session()?.kind === 'signedIn' && !busy() && !wasJoining}>
        <PlainPage title={words.already.title} line={words.already.line}>
          <ButtonLink kind="primary" wide={true} href="/">
            {words.already.act}
          </ButtonLink>
        </PlainPage>
      </Match>
      <Match when={failure()}>{(reason) => <Failed reason={reason()} again={() => void begin()} />}</Match>
      <Match when={unsent()}>{(left) => <HeldBack unsent={left()} busy={busy()} onGiveUp={giveUp} />}</Match>
      <Match when={isFounding()}>
        <OwnerForm busy={busy()} problem={problem()} onDone={(name, company) => void found(name, company)} />
      </Match>
      <Match when={invite()}>
        {(answer) => <MemberForm invite={answer()} busy={busy()} problem={problem()} onDone={() => void enter()} />}
      </Match>
    </Switch>
  );
};
