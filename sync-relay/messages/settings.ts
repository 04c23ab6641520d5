import {
  CHANNEL_FIELDS,
  CHANNELS,
  type Channel,
  type MessageSettingsAnswer,
  type QuietHours,
  type SecretStatus,
} from '#protocol';
import type { MemberId } from '#rules';
import { makeRecords, type Records } from '../authn/records.ts';
import type { Storage } from '../storage/contract.ts';
import { DEFAULT_QUIET } from './quiet-hours.ts';
import type { SecretBox } from './secret-box.ts';

interface StoredSecret {
  readonly sealed: string;
  readonly setAt: number;
}
interface StoredChannel {
  readonly isOn: boolean;
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, StoredSecret>>;
}
const HANDLES = ['mobile', 'dingtalkUser'] as const;
type HandleName = (typeof HANDLES)[number];
type StoredHandles = Readonly<Partial<Record<HandleName, StoredSecret>>>;

/** What the company set for its messages. Secrets are encrypted at rest and are given to drivers only. */
export interface MessageSettings {
  isOn(channel: Channel): boolean;
  /** Everything the channel needs, in clear; null while it is off or something is missing or unreadable. */
  config(channel: Channel): Readonly<Record<string, string>> | null;
  /** Values not named stay, empty ones are cleared. @throws StorageFailure */
  setChannel(channel: Channel, isOn: boolean, values: Readonly<Record<string, string>>): Promise<void>;
  quiet(): QuietHours;
  setQuiet(quiet: QuietHours): Promise<void>;
  handle(member: MemberId, name: HandleName): string | null;
  setHandles(member: MemberId, handles: Readonly<Partial<Record<HandleName, string>>>): Promise<void>;
  /** What people may see: no secret, only since when it is set. `devicesOf`: browsers that take notifications. */
  shown(members: Iterable<MemberId>, devicesOf: (member: MemberId) => number): MessageSettingsAnswer;
  /** Grows with every change of a channel. */
  version(): number;
}

/** Web Push needs nothing from the company, only the wish of each person. */
const UNSET: Readonly<Record<Channel, StoredChannel>> = Object.fromEntries(
  CHANNELS.map((channel) => [channel, { isOn: channel === 'webPush', values: {}, secrets: {} }]),
) as unknown as Record<Channel, StoredChannel>;

export interface SettingsDeps {
  readonly storage: Storage;
  readonly meta: ReadonlyMap<string, string>;
  readonly box: SecretBox;
  readonly now: () => number;
}

export const makeMessageSettings = ({ storage, meta, box, now }: SettingsDeps): MessageSettings => {
  const channels: Records<StoredChannel> = makeRecords(storage, meta, 'message.channel.');
  const quietRecord: Records<QuietHours> = makeRecords(storage, meta, 'message.quiet.');
  const handles: Records<StoredHandles> = makeRecords(storage, meta, 'message.handles.');
  let version = 0;

  const stored = (channel: Channel): StoredChannel => channels.get(channel) ?? UNSET[channel];
  const open = (secret: StoredSecret | undefined, place: string): string | null =>
    secret === undefined ? null : box.open(secret.sealed, place);
  const status = (secret: StoredSecret | undefined, place: string): SecretStatus => ({
    setAt: secret?.setAt ?? null,
    isUnreadable: secret !== undefined && box.open(secret.sealed, place) === null,
  });
  const seal = (value: string, place: string): StoredSecret => ({ sealed: box.seal(value, place), setAt: now() });
  const without = <Value>(record: Readonly<Record<string, Value>>, name: string): Record<string, Value> =>
    Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
  const channelPlace = (channel: Channel, name: string): string => `channel ${channel} ${name}`;
  const handlePlace = (member: MemberId, name: HandleName): string => `handle ${member} ${name}`;

  const withValue = (kept: StoredChannel, channel: Channel, name: string, value: string): StoredChannel => {
    const field = CHANNEL_FIELDS[channel].find((one) => one.name === name);
    if (field === undefined) return kept;
    if (!field.isSecret) {
      const values = value === '' ? without(kept.values, name) : { ...kept.values, [name]: value };
      return { ...kept, values };
    }
    const secrets =
      value === ''
        ? without(kept.secrets, name)
        : { ...kept.secrets, [name]: seal(value, channelPlace(channel, name)) };
    return { ...kept, secrets };
  };

  return {
    isOn: (channel) => stored(channel).isOn,
    config(channel) {
      const { isOn, values, secrets } = stored(channel);
      if (!isOn) return null;
      const config: Record<string, string> = {};
      for (const { name, isSecret, isRequired } of CHANNEL_FIELDS[channel]) {
        const value = isSecret ? open(secrets[name], channelPlace(channel, name)) : (values[name] ?? null);
        if (value === null && (isRequired || secrets[name] !== undefined)) return null;
        if (value !== null) config[name] = value;
      }
      return config;
    },
    async setChannel(channel, isOn, values) {
      let next: StoredChannel = { ...stored(channel), isOn };
      for (const [name, value] of Object.entries(values)) next = withValue(next, channel, name, value.trim());
      await channels.put(channel, next);
      version += 1;
    },
    quiet: () => quietRecord.get('hours') ?? DEFAULT_QUIET,
    setQuiet: (quiet) => quietRecord.put('hours', quiet),
    handle: (member, name) => open(handles.get(member)?.[name], handlePlace(member, name)),
    async setHandles(member, given) {
      const next: Partial<Record<HandleName, StoredSecret>> = { ...handles.get(member) };
      for (const name of HANDLES) {
        const value = given[name];
        if (value === undefined) continue;
        if (value === '') delete next[name];
        else next[name] = seal(value, handlePlace(member, name));
      }
      await handles.put(member, next);
    },
    shown: (members, devicesOf) => ({
      channels: CHANNELS.map((channel) => {
        const { isOn, values, secrets } = stored(channel);
        const names = CHANNEL_FIELDS[channel].filter(({ isSecret }) => isSecret).map(({ name }) => name);
        const statuses = names.map((name) => [name, status(secrets[name], channelPlace(channel, name))] as const);
        return { channel, isOn, values, secrets: Object.fromEntries(statuses) };
      }),
      quiet: quietRecord.get('hours') ?? DEFAULT_QUIET,
      handles: [...members].map((member) => ({
        member,
        mobile: status(handles.get(member)?.mobile, handlePlace(member, 'mobile')),
        dingtalkUser: status(handles.get(member)?.dingtalkUser, handlePlace(member, 'dingtalkUser')),
        devices: devicesOf(member),
      })),
    }),
    version: () => version,
  };
};
