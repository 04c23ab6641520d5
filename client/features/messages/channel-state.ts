import { CHANNEL_FIELDS, type MessageSettingsAnswer } from '#protocol';
import { messages as words } from '../../locales/zh-CN/messages.ts';
import type { Tone } from '../../ui/badge.tsx';

export type ChannelSettings = MessageSettingsAnswer['channels'][number];

/** Names of fields a channel cannot do without and does not have. */
const missingIn = ({ channel, values, secrets }: ChannelSettings): readonly string[] =>
  CHANNEL_FIELDS[channel]
    .filter(({ isRequired }) => isRequired)
    .filter(({ name, isSecret }) => (isSecret ? secrets[name]?.setAt == null : !values[name]))
    .map(({ name }) => name);

/** Whether it sends, in one word. */
export const channelState = (settings: ChannelSettings): { readonly tone: Tone; readonly text: string } => {
  if (!settings.isOn) return { tone: 'quiet', text: words.off };
  if (Object.values(settings.secrets).some(({ isUnreadable }) => isUnreadable)) {
    return { tone: 'red', text: words.unreadable };
  }
  return missingIn(settings).length > 0 ? { tone: 'yellow', text: words.missing } : { tone: 'green', text: words.on };
};

/** Fields that must be filled before it can be turned on, given what was typed. */
export const gapsIn = (settings: ChannelSettings, typed: Readonly<Record<string, string>>): readonly string[] =>
  CHANNEL_FIELDS[settings.channel]
    .filter(({ isRequired }) => isRequired)
    .filter(({ name, isSecret }) => {
      const given = typed[name];
      if (given !== undefined && (given.trim() !== '' || !isSecret)) return given.trim() === '';
      const secret = settings.secrets[name];
      return isSecret ? secret?.setAt == null || secret.isUnreadable : !settings.values[name];
    })
    .map(({ name }) => name);
