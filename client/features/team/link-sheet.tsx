import { type Component, createEffect, createSignal, Match, onCleanup, Show, Switch } from 'solid-js';
import { useData, useNow, useSync } from '../../app/data-context.tsx';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { shell } from '../../locales/zh-CN/shell.ts';
import { team as words } from '../../locales/zh-CN/team.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { CloudOff, Copy } from '../../ui/icons.ts';
import { QrImage } from '../../ui/qr.tsx';
import { useToast } from '../../ui/toast.tsx';

type State =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'link'; readonly link: string; readonly expiresAt: number }
  | { readonly kind: 'failed'; readonly reason: 'offline' | 'notEntitled' };

const RETRY_MS = 700;
/** After so many tries it is no invitation that is still on its way. */
const MOST_TRIES = 60;

/** The link and its QR code, as soon as the relay knows the invitation. Asked for again whenever syncing moves. */
export const LinkSheet: Component<{
  readonly member: string;
  readonly name: string;
  readonly onClose: () => void;
}> = (props) => {
  const data = useData();
  const sync = useSync();
  const now = useNow();
  const toast = useToast();
  const [state, setState] = createSignal<State>({ kind: 'waiting' });
  const [tries, setTries] = createSignal(0);
  let asking = false;
  const ask = async (): Promise<void> => {
    if (asking || state().kind === 'link') return;
    asking = true;
    const answer = await data.inviteLink(props.member as Parameters<typeof data.inviteLink>[0]);
    asking = false;
    if (answer.kind === 'link') setState(answer);
    else if (answer.reason === 'notSynced' && tries() < MOST_TRIES) {
      setState({ kind: 'waiting' });
      timer = setTimeout(() => setTries((count) => count + 1), RETRY_MS);
    } else setState({ kind: 'failed', reason: answer.reason === 'offline' ? 'offline' : 'notEntitled' });
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  createEffect(() => {
    tries();
    sync()?.connection;
    void ask();
  });
  const copy = async (link: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      toast.show({ text: words.link.copied });
    } catch {
      toast.show({ text: words.link.copyFailed, kind: 'refusal' });
    }
  };
  const link = () => {
    const found = state();
    return found.kind === 'link' ? found : null;
  };
  const failure = () => {
    const found = state();
    return found.kind === 'failed' ? found.reason : null;
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.link.title(props.name)}
      line={link() ? words.link.line : undefined}
      closeLabel={shell.close}
    >
      <Switch
        fallback={
          <p role="status" class="m-0 text-body text-ink-2">
            {words.link.waiting}
          </p>
        }
      >
        <Match when={failure()}>
          {(reason) => (
            <Banner tone="quiet" icon={<CloudOff size={18} />} alert={true}>
              {words.link[reason()]}
            </Banner>
          )}
        </Match>
        <Match when={link()}>
          {(found) => (
            <div class="flex flex-col items-center gap-4 pt-1">
              <QrImage text={found().link} label={words.link.qr(props.name)} />
              <p class="m-0 w-full rounded-inner bg-sunken p-3 text-second break-all text-ink select-all">
                {found().link}
              </p>
              <div class="flex w-full gap-2">
                <Button kind="primary" wide={true} icon={<Copy size={18} />} onClick={() => void copy(found().link)}>
                  {words.link.copy}
                </Button>
                <Button onClick={() => props.onClose()} class="shrink-0">
                  {words.link.done}
                </Button>
              </div>
              <Show when={found().expiresAt}>
                <p class="m-0 text-second text-ink-3">{words.link.validUntil(dayAndTime(found().expiresAt, now()))}</p>
              </Show>
            </div>
          )}
        </Match>
      </Switch>
    </Sheet>
  );
};
