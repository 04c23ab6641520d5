import { useNavigate } from '@solidjs/router';
import { type Component, createEffect, createSignal, For, Match, Show, Switch } from 'solid-js';
import { useData, useOrg, useSession } from '../../app/data-context.tsx';
import { landingPath, PATHS } from '../../app/navigation.ts';
import { PlainPage } from '../../app/plain-page.tsx';
import { welcome as words } from '../../locales/zh-CN/welcome.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button, ButtonLink, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Plus, TriangleAlert, X } from '../../ui/icons.ts';
import { outcomeWords } from '../../views/refusal-words.ts';

const Problem: Component<{ readonly text: string | null }> = (props) => (
  <Show when={props.text}>
    <Banner tone="red" alert={true} icon={<TriangleAlert size={18} />}>
      {props.text}
    </Banner>
  </Show>
);

/** Names the company when joining was cut off before it was named. */
const CompanyStep: Component = () => {
  const data = useData();
  const [name, setName] = createSignal('');
  const [problem, setProblem] = createSignal<string | null>(null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (name().trim() === '') return;
    const outcome = await data.run({ type: 'companyFounded', subject: 'org', payload: { name: name().trim() } });
    setProblem(outcomeWords(outcome));
  };
  return (
    <PlainPage title={words.titleCompany}>
      <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <TextField label={words.company} value={name()} onText={setName} maxLength={80} autocomplete="organization" />
        <Problem text={problem()} />
        <Button kind="primary" wide={true} type="submit">
          {words.next}
        </Button>
      </form>
    </PlainPage>
  );
};

/** What is wrong with a list of territory names, or null. Blank lines are left out silently. */
const territoryProblem = (names: readonly string[]): string | null => {
  if (names.length === 0) return words.needTerritory;
  return new Set(names).size < names.length ? words.sameTerritory : null;
};

const TerritoryStep: Component<{ readonly onDone: () => void }> = (props) => {
  const data = useData();
  const [names, setNames] = createSignal<readonly string[]>([words.defaults[0]]);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);
  const change = (at: number, text: string): void => {
    setNames((list) => list.map((name, index) => (index === at ? text : name)));
  };
  const add = (): void => {
    setNames((list) => [...list, words.defaults.find((name) => !list.includes(name)) ?? '']);
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const wanted = names()
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const wrong = territoryProblem(wanted);
    setProblem(wrong);
    if (wrong !== null) return;
    setBusy(true);
    for (const name of wanted) {
      const outcome = await data.run({
        type: 'territoryDefined',
        subject: 'org',
        payload: { territory: data.newId(), name },
      });
      const failed = outcomeWords(outcome);
      if (failed !== null) {
        setProblem(failed);
        setBusy(false);
        return;
      }
    }
    props.onDone();
  };
  return (
    <PlainPage title={words.titleTerritories} line={words.lineTerritories}>
      <form class="flex flex-col gap-3" onSubmit={(event) => void submit(event)}>
        <For each={names().map((_, at) => at)}>
          {(at) => (
            <div class="flex items-end gap-2">
              <div class="flex-1">
                <TextField
                  label={words.territory(at + 1)}
                  hideLabel={true}
                  value={names()[at] ?? ''}
                  onText={(text) => change(at, text)}
                  maxLength={40}
                />
              </div>
              <Show when={names().length > 1}>
                <IconButton
                  quiet={true}
                  label={words.removeTerritory(names()[at] ?? '')}
                  onClick={() => setNames((list) => list.filter((_, index) => index !== at))}
                >
                  <X size={18} />
                </IconButton>
              </Show>
            </div>
          )}
        </For>
        <Button kind="text" class="self-start" icon={<Plus size={18} />} onClick={add}>
          {words.addTerritory}
        </Button>
        <Problem text={problem()} />
        <Button kind="primary" wide={true} type="submit" disabled={busy()}>
          {words.next}
        </Button>
      </form>
    </PlainPage>
  );
};

const ReadyStep: Component = () => {
  const org = useOrg();
  return (
    <PlainPage title={words.titleReady} line={words.lineReady}>
      <ol aria-label={words.stages} class="m-0 flex list-none flex-col rounded-card border border-line bg-surface p-0">
        <For each={org()?.process.stages ?? []}>
          {(stage, at) => (
            <li class="flex min-h-11 items-center gap-3 border-b border-line px-4 last:border-0">
              <span class="w-4 text-second text-ink-3">{at() + 1}</span>
              <span class="flex-1 text-item font-semibold">{stage.name}</span>
              <span class="text-second text-ink-3">{words.limit(stage.limitDays)}</span>
            </li>
          )}
        </For>
      </ol>
      <ButtonLink kind="primary" wide={true} href={PATHS.team}>
        {words.invite}
      </ButtonLink>
      <div class="flex gap-2">
        <ButtonLink wide={true} href={PATHS.import}>
          {words.import}
        </ButtonLink>
        <ButtonLink wide={true} href={landingPath('owner')}>
          {words.enter}
        </ButtonLink>
      </div>
    </PlainPage>
  );
};

/** Territories, then the ready-made process, then the ways on. Cut off anywhere, it goes on where it was. */
export const WelcomePage: Component = () => {
  const session = useSession();
  const org = useOrg();
  const navigate = useNavigate();
  const [step, setStep] = createSignal<'territories' | 'ready'>('territories');
  createEffect(() => {
    const now = session();
    if (now !== undefined && now.kind !== 'signedIn' && now.kind !== 'starting') navigate('/', { replace: true });
  });
  return (
    <Show when={org()}>
      {(state) => (
        <Switch fallback={<ReadyStep />}>
          <Match when={state().companyName === null}>
            <CompanyStep />
          </Match>
          <Match when={step() === 'territories' && state().territories.length === 0}>
            <TerritoryStep onDone={() => setStep('ready')} />
          </Match>
        </Switch>
      )}
    </Show>
  );
};
