import type { DeviceId, MemberId } from '#rules';
import { makeRecords, type Records } from '../authn/records.ts';
import { hashSecret } from '../authn/secrets.ts';
import type { PushSubscription } from '../notifiers/contract.ts';
import { type VapidKeys, vapidKeysFrom } from '../notifiers/push-encryption.ts';
import type { Storage } from '../storage/contract.ts';
import type { SecretBox } from './secret-box.ts';

interface StoredDevice {
  readonly member: string;
  readonly device: string;
  /** The subscription, encrypted: whoever has it can ring that device. */
  readonly sealed: string;
}

/** Browsers that take notifications, and the relay's own keys for them. */
export interface PushDevices {
  /** Made at first use. Null when the stored one cannot be read with this key. @throws StorageFailure */
  keys(): Promise<VapidKeys | null>;
  /** Takes the place of what the device had before. */
  subscribe(member: MemberId, device: DeviceId, subscription: PushSubscription): Promise<void>;
  /** Only the member's own. */
  unsubscribe(member: MemberId, endpoint: string): Promise<void>;
  /** The browser has gone. */
  forget(target: string): Promise<void>;
  /** Of devices that are still signed in. */
  targetsOf(member: MemberId): readonly string[];
  find(member: MemberId, target: string): PushSubscription | null;
}

export interface PushDevicesDeps {
  readonly storage: Storage;
  readonly meta: ReadonlyMap<string, string>;
  readonly box: SecretBox;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly isSignedIn: (member: MemberId, device: DeviceId) => boolean;
}

const VAPID_PLACE = 'vapid';
const targetOf = (endpoint: string): string => hashSecret(endpoint).slice(0, 24);

export const makePushDevices = ({ storage, meta, box, randomBytes, isSignedIn }: PushDevicesDeps): PushDevices => {
  const devices: Records<StoredDevice> = makeRecords(storage, meta, 'message.push.');
  const vapid: Records<string> = makeRecords(storage, meta, 'message.vapid.');
  const placeOf = (target: string): string => `push ${target}`;
  let making: Promise<void> | null = null;

  const readKeys = (): VapidKeys | null => {
    const sealed = vapid.get('private');
    const text = sealed === null ? null : box.open(sealed, VAPID_PLACE);
    return text === null ? null : vapidKeysFrom(Buffer.from(text, 'base64url'));
  };

  return {
    async keys() {
      if (vapid.get('private') === null) {
        making ??= vapid
          .put('private', box.seal(Buffer.from(randomBytes(32)).toString('base64url'), VAPID_PLACE))
          .finally(() => {
            making = null;
          });
        await making;
      }
      return readKeys();
    },
    async subscribe(member, device, subscription) {
      const target = targetOf(subscription.endpoint);
      const sealed = box.seal(JSON.stringify(subscription), placeOf(target));
      const earlier = [...devices.all()].filter(([, stored]) => stored.device === device).map(([known]) => known);
      await devices.put(target, { member, device, sealed });
      for (const known of earlier) if (known !== target) await devices.take(known);
    },
    async unsubscribe(member, endpoint) {
      const target = targetOf(endpoint);
      if (devices.get(target)?.member === member) await devices.take(target);
    },
    async forget(target) {
      await devices.take(target);
    },
    targetsOf: (member) =>
      [...devices.all()].flatMap(([target, stored]) =>
        stored.member === member && isSignedIn(member, stored.device as DeviceId) ? [target] : [],
      ),
    find(member, target) {
      const stored = devices.get(target);
      if (stored?.member !== member || !isSignedIn(member, stored.device as DeviceId)) return null;
      const text = box.open(stored.sealed, placeOf(target));
      return text === null ? null : (JSON.parse(text) as PushSubscription);
    },
  };
};
