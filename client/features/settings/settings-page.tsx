import { type Component, createResource, createSignal, Show } from 'solid-js';
import { useData, useMe, useNow, useSession, useSync } from '../../app/data-context.tsx';
import { downloadText, UNSENT_FILE } from '../../app/download.ts';
import { mayOpen, PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import { setSingleKeys, singleKeysOn } from '../../app/shortcuts.ts';
import { applyTheme, storedTheme, THEMES, type Theme } from '../../app/theme.ts';
import type { Unsent } from '../../data/contract.ts';
import { rail } from '../../locales/zh-CN/rail.ts';
import { roleNames } from '../../locales/zh-CN/roles.ts';
import { settings as words } from '../../locales/zh-CN/settings.ts';
import { syncSheet as syncWords } from '../../locales/zh-CN/sync-sheet.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CheckRow } from '../../ui/field.tsx';
import { ChevronRight, LogOut } from '../../ui/icons.ts';
import { Card, Fact, ListRow, SectionTitle } from '../../ui/list.tsx';
import { Segments } from '../../ui/tabs.tsx';
import { isInstalled, useInstallOffer } from './install.ts';
import { PushCard } from './push-card.tsx';

const CLOCK_WRONG_MS = 5 * 60_000;
const MEGABYTE = 1024 * 1024;

interface Space {
  readonly usedMb: string | null;
  readonly kept: boolean | null;
}
const readSpace = async (): Promise<Space> => {
  const manager = (navigator as { storage?: StorageManager }).storage;
  if (!manager) return { usedMb: null, kept: null };
  const { usage } = await manager.estimate();
  return {
    usedMb: usage === undefined ? null : (usage / MEGABYTE).toFixed(1),
    kept: typeof manager.persisted === 'function' ? await manager.persisted() : null,
  };
};

const Device: Component = () => {
  const sync = useSync();
  const session = useSession();
  const now = useNow();
  const [space, { refetch }] = createResource(readSpace);
  const device = () => {
    const state = session();
    return state?.kind === 'signedIn' ? state.device : '';
  };
  const waiting = () => (sync()?.pending ?? 0) + (sync()?.pendingUploads ?? 0);
  const lastSync = () => {
    const at = sync()?.lastSyncMs ?? null;
    return at === null ? words.never : syncWords.lastAgo(Math.max(0, now() - at));
  };
  const clock = () => {
    const offset = sync()?.clockOffsetMs ?? null;
    if (offset === null) return words.unknown;
    return Math.abs(offset) < CLOCK_WRONG_MS ? words.clockGood : syncWords.clockBad(offset);
  };
  const keep = async (): Promise<void> => {
    await navigator.storage.persist();
    await refetch();
  };
  return (
    <Card>
      <dl class="m-0">
        <Fact term={words.lastSync}>{lastSync()}</Fact>
        <Fact term={words.waiting}>{waiting() === 0 ? words.none : words.waitingCount(waiting())}</Fact>
        <Fact term={words.clock}>{clock()}</Fact>
        <Show when={space.latest}>
          {(found) => (
            <>
              <Fact term={words.storage}>
                {found().usedMb === null ? words.unknown : words.storageUsed(found().usedMb ?? '')}
              </Fact>
              <Show when={found().kept !== null}>
                <Fact term={words.kept}>
                  <Show when={!found().kept} fallback={words.keptYes}>
                    {words.keptNo}
                    <Button kind="text" onClick={() => void keep()}>
                      {words.keepAct}
                    </Button>
                  </Show>
                </Fact>
              </Show>
            </>
          )}
        </Show>
        <Fact term={words.deviceId}>
          <span class="text-second break-all text-ink-3">{device()}</span>
        </Fact>
      </dl>
    </Card>
  );
};

const Manage: Component = () => {
  const me = useMe();
  const sync = useSync();
  const go = <ChevronRight size={18} class="text-ink-3" />;
  return (
    <Show when={mayOpen(me.role(), 'team') || (sync()?.quarantined ?? 0) > 0}>
      <section>
        <SectionTitle>{words.manage}</SectionTitle>
        <Card flush={true}>
          <Show when={mayOpen(me.role(), 'process')}>
            <ListRow title={rail.process} bold={false} right={go} href={PATHS.process} />
          </Show>
          <Show when={mayOpen(me.role(), 'team')}>
            <ListRow title={rail.team} bold={false} right={go} href={PATHS.team} />
          </Show>
          <Show when={mayOpen(me.role(), 'messages')}>
            <ListRow
              title={rail.messages}
              bold={false}
              right={<ChevronRight size={18} class="text-ink-3" />}
              href={PATHS.messages}
            />
          </Show>
          <Show when={mayOpen(me.role(), 'import')}>
            <ListRow
              title={rail.import}
              bold={false}
              right={<ChevronRight size={18} class="text-ink-3" />}
              href={PATHS.import}
            />
          </Show>
          <Show when={sync()?.quarantined}>
            {(count) => (
              <ListRow
                title={words.quarantine}
                alarm={true}
                bold={false}
                right={words.quarantineCount(count())}
                href={PATHS.quarantine}
              />
            )}
          </Show>
        </Card>
      </section>
    </Show>
  );
};

const SignOut: Component = () => {
  const data = useData();
  const sync = useSync();
  const [asking, setAsking] = createSignal(false);
  /** What the data layer found when it was asked to leave: it counts what the line above cannot know of. */
  const [found, setFound] = createSignal<Unsent | null>(null);
  const waiting = () => {
    const counted = (sync()?.pending ?? 0) + (sync()?.pendingUploads ?? 0) + (sync()?.quarantined ?? 0);
    return Math.max(counted, (found()?.records ?? 0) + (found()?.files ?? 0));
  };
  const leave = async (): Promise<void> => {
    // Only what was told of is given up.
    const outcome = await data.signOut(waiting() > 0);
    if (outcome.kind === 'unsent') setFound(outcome.unsent);
    else setAsking(false);
  };
  const exportUnsent = async (): Promise<void> =>
    downloadText(UNSENT_FILE, 'application/x-ndjson', await data.exportUnsent());
  return (
    <>
      <Button wide={true} icon={<LogOut size={18} />} onClick={() => setAsking(true)}>
        {words.signOut}
      </Button>
      <Dialog
        open={asking()}
        onClose={() => setAsking(false)}
        title={words.signOutAsk}
        acts={
          <>
            <Button onClick={() => setAsking(false)}>{words.cancel}</Button>
            <Show when={waiting() > 0}>
              <Button onClick={() => void exportUnsent()}>{words.exportUnsent}</Button>
            </Show>
            <Button kind="outline" onClick={() => void leave()}>
              {words.signOutAct}
            </Button>
          </>
        }
      >
        <p class="m-0">{waiting() > 0 ? words.signOutPending(waiting()) : words.signOutLine}</p>
        <Show when={sync()?.connection !== 'online'}>
          <p class="mt-2 mb-0">{words.signOutOffline}</p>
        </Show>
      </Dialog>
    </>
  );
};

/** 我的设置: who I am, how it looks, this device, and the way out. */
export const SettingsPage: Component = () => {
  const me = useMe();
  const install = useInstallOffer();
  const [theme, setTheme] = createSignal<Theme>(storedTheme());
  const choose = (id: string): void => {
    const chosen = THEMES.find((known) => known === id) ?? 'system';
    applyTheme(chosen);
    setTheme(chosen);
  };
  const [keys, setKeys] = createSignal(singleKeysOn());
  const switchKeys = (on: boolean): void => {
    setSingleKeys(on);
    setKeys(on);
  };
  return (
    <Page title={words.title} back="/">
      <div class="mx-auto flex max-w-2xl flex-col gap-5 pt-2">
        <div class="flex items-center gap-3">
          <Avatar name={me.name()} size={48} />
          <div>
            <p class="m-0 text-card font-semibold">{me.name()}</p>
            <Show when={me.role()}>{(role) => <p class="m-0 text-second text-ink-3">{roleNames[role()]}</p>}</Show>
          </div>
        </div>
        <Manage />
        <section>
          <SectionTitle>{words.look}</SectionTitle>
          <Segments
            label={words.look}
            items={THEMES.map((id) => ({ id, label: words.themes[id] }))}
            value={theme()}
            onChoose={choose}
          />
        </section>
        <section class="max-lg:hidden">
          <SectionTitle>{words.keys}</SectionTitle>
          <Card>
            <CheckRow label={words.keysOn} hint={words.keysLine} checked={keys()} onChange={switchKeys} />
          </Card>
        </section>
        <PushCard />
        <section>
          <SectionTitle>{words.device}</SectionTitle>
          <Device />
        </section>
        <Show when={!isInstalled()}>
          <section>
            <SectionTitle>{words.install}</SectionTitle>
            <Card>
              <p class="m-0 text-body text-ink-2">{words.installLine}</p>
              <Show when={install()} fallback={<p class="mt-1 mb-0 text-second text-ink-3">{words.installHow}</p>}>
                {(prompt) => (
                  <Button class="mt-3" onClick={() => void prompt()()}>
                    {words.installAct}
                  </Button>
                )}
              </Show>
            </Card>
          </section>
        </Show>
        <SignOut />
      </div>
    </Page>
  );
};
