import { type Component, createResource, createSignal, Match, Show, Switch } from 'solid-js';
import { useData } from '../../app/data-context.tsx';
import { messages } from '../../locales/zh-CN/messages.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Bell, TriangleAlert } from '../../ui/icons.ts';
import { Card, SectionTitle } from '../../ui/list.tsx';
import { browserPush, type PushBrowser, type PushState } from './push.ts';

const words = messages.push;

/** 系统通知 of this device: on, off, or what stands in its way. `browser` is given by tests. */
export const PushCard: Component<{ readonly browser?: PushBrowser | null }> = (props) => {
  const data = useData();
  const browser = (): PushBrowser | null => (props.browser === undefined ? browserPush() : props.browser);
  const [state, { refetch }] = createResource(
    async (): Promise<PushState> =>
      (await browser()
        ?.state()
        .catch(() => null)) ?? 'unsupported',
  );
  const [problem, setProblem] = createSignal<string | null>(null);

  const turnOn = async (): Promise<void> => {
    const key = await data.messages('pushKey', null);
    if (key.kind !== 'ok') return void setProblem(words.failed);
    if (key.answer.key === null) return void setProblem(words.notOffered);
    const made = await browser()?.subscribe(key.answer.key);
    const told = made ? await data.messages('subscribe', made) : null;
    // what the relay does not know of would never ring
    if (made && told?.kind !== 'ok') await browser()?.unsubscribe();
    setProblem(told?.kind === 'ok' || !made ? null : words.failed);
  };
  const turnOff = async (): Promise<void> => {
    const endpoint = await browser()?.unsubscribe();
    if (endpoint) await data.messages('unsubscribe', { endpoint });
    setProblem(null);
  };
  const act = async (doing: () => Promise<void>): Promise<void> => {
    await doing().catch(() => setProblem(words.failed));
    await refetch();
  };
  return (
    <section>
      <SectionTitle>{words.title}</SectionTitle>
      <Card>
        <Switch>
          <Match when={state.latest === 'on'}>
            <p class="m-0 text-body text-ink-2">{words.on}</p>
            <Button class="mt-3" onClick={() => void act(turnOff)}>
              {words.turnOff}
            </Button>
          </Match>
          <Match when={state.latest === 'off'}>
            <p class="m-0 text-body text-ink-2">{words.off}</p>
            <Button class="mt-3" icon={<Bell size={18} />} onClick={() => void act(turnOn)}>
              {words.turnOn}
            </Button>
          </Match>
          <Match when={state.latest === 'denied'}>
            <p class="m-0 text-body text-ink-2">{words.denied}</p>
          </Match>
          <Match when={state.latest === 'unsupported'}>
            <p class="m-0 text-body text-ink-2">{words.unsupported}</p>
          </Match>
        </Switch>
        <Show when={problem()}>
          {(text) => (
            <div class="pt-3">
              <Banner tone="red" alert={true} icon={<TriangleAlert size={18} />}>
                {text()}
              </Banner>
            </div>
          )}
        </Show>
      </Card>
    </section>
  );
};
