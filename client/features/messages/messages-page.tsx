import { type Component, createResource, createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Channel, MessageSettingsAnswer } from '#protocol';
import { useData, useMe, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import { refusedWords, messages as words } from '../../locales/zh-CN/messages.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CloudOff } from '../../ui/icons.ts';
import { Card, EmptyState, ListRow, SectionTitle } from '../../ui/list.tsx';
import { ChannelSheet } from './channel-sheet.tsx';
import { channelState } from './channel-state.ts';
import { DeliveryLog } from './delivery-log.tsx';
import { HandleSheet, type Handles } from './handle-sheet.tsx';
import { QuietCard } from './quiet-card.tsx';

interface PartProps {
  readonly settings: MessageSettingsAnswer;
  readonly onChange: (settings: MessageSettingsAnswer) => void;
}

const Channels: Component<PartProps> = (props) => {
  const [open, setOpen] = createSignal<Channel | null>(null);
  const opened = () => props.settings.channels.find(({ channel }) => channel === open());
  return (
    <section>
      <SectionTitle>{words.channels}</SectionTitle>
      <p class="m-0 pb-2 text-second text-ink-3">{words.channelsLine}</p>
      <Card flush={true} label={words.channels}>
        <For each={props.settings.channels}>
          {(channel) => (
            <ListRow
              title={words.channelNames[channel.channel]}
              bold={false}
              right={<Tag tone={channelState(channel).tone}>{channelState(channel).text}</Tag>}
              onPress={() => setOpen(channel.channel)}
            />
          )}
        </For>
      </Card>
      <Show when={opened()}>
        {(settings) => <ChannelSheet settings={settings()} onChange={props.onChange} onClose={() => setOpen(null)} />}
      </Show>
    </section>
  );
};

const waysOf = ({ mobile, dingtalkUser, devices }: Handles): string => {
  const ways = [
    ...(dingtalkUser.setAt === null ? [] : [words.handleDingtalk]),
    ...(mobile.setAt === null ? [] : [words.handleMobile]),
    ...(devices === 0 ? [] : [words.handleDevices(devices)]),
  ];
  return ways.length === 0 ? words.handleNone : ways.join(' · ');
};

const People: Component<PartProps> = (props) => {
  const org = useOrg();
  const [open, setOpen] = createSignal<string | null>(null);
  const opened = () => props.settings.handles.find(({ member }) => member === open());
  const nameOf = (member: string): string => org()?.members[member]?.name ?? words.someone;
  return (
    <section>
      <SectionTitle>{words.handles}</SectionTitle>
      <Card flush={true} label={words.handles}>
        <For each={props.settings.handles}>
          {(handles) => (
            <ListRow
              lead={<Avatar name={nameOf(handles.member)} size={24} />}
              title={nameOf(handles.member)}
              bold={false}
              right={waysOf(handles)}
              onPress={() => setOpen(handles.member)}
            />
          )}
        </For>
      </Card>
      <Show when={opened()}>
        {(handles) => (
          <HandleSheet
            handles={handles()}
            name={nameOf(handles().member)}
            onChange={props.onChange}
            onClose={() => setOpen(null)}
          />
        )}
      </Show>
    </section>
  );
};

const Settings: Component = () => {
  const data = useData();
  const [settings, { mutate, refetch }] = createResource(() => data.messages('settings', null));
  const change = (answer: MessageSettingsAnswer): void => {
    mutate({ kind: 'ok', answer });
  };
  const known = () => {
    const outcome = settings.latest;
    return outcome?.kind === 'ok' ? outcome.answer : null;
  };
  const refused = () => {
    const outcome = settings.latest;
    return outcome?.kind === 'refused' ? outcome.error : null;
  };
  return (
    <Switch fallback={<p class="m-0 text-body text-ink-3">{words.loading}</p>}>
      <Match when={known()}>
        {(answer) => (
          <>
            <Channels settings={answer()} onChange={change} />
            <QuietCard quiet={answer().quiet} onChange={change} />
            <People settings={answer()} onChange={change} />
          </>
        )}
      </Match>
      <Match when={refused()}>{(error) => <p class="m-0 text-body text-ink-2">{refusedWords(error())}</p>}</Match>
      <Match when={settings.latest?.kind === 'offline'}>
        <EmptyState
          icon={<CloudOff size={26} />}
          title={words.offline}
          act={<Button onClick={() => void refetch()}>{words.again}</Button>}
        />
      </Match>
    </Switch>
  );
};

/** 消息通知: how the company's messages leave, for owner and admin; what left, for everybody who leads. */
export const MessagesPage: Component = () => {
  const me = useMe();
  const isInCharge = () => me.role() === 'owner' || me.role() === 'admin';
  return (
    <Page title={words.title} back={PATHS.settings}>
      <div class="mx-auto flex max-w-2xl flex-col gap-5 pt-2">
        <Show when={isInCharge()}>
          <Settings />
        </Show>
        <DeliveryLog />
      </div>
    </Page>
  );
};
