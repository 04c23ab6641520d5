import type { DeviceId, MemberId } from '#rules';
import type { DataClient, InviteLookOutcome, JoinOutcome, Unsent } from '../contract.ts';
import { newIdFrom } from '../ids/new-id.ts';
import type { Platform } from '../platform.ts';
import type { Write } from '../storage/contract.ts';
import { HEAD_KEY, type Head } from './head.ts';
import { newHead } from './new-head.ts';
import type { HttpOutcome, RelayHttp } from './relay-http.ts';

type Failure = Extract<JoinOutcome, { kind: 'failed' }>['reason'];

const failureOf = (outcome: Exclude<HttpOutcome<unknown>, { kind: 'ok' }>): Exclude<Failure, 'insecureOrigin'> => {
  if (outcome.kind === 'offline') return 'offline';
  if (outcome.error === 'linkUsed' || outcome.error === 'linkExpired' || outcome.error === 'notFound') {
    return outcome.error;
  }
  // Anything else (too many tries, a disk that fails) passes by itself, as being offline does.
  return outcome.error === 'badRequest' ? 'notFound' : 'offline';
};

export type Joined =
  | {
      readonly kind: 'joined';
      readonly head: Head;
      /** What a device begins with. */
      readonly writes: readonly Write[];
    }
  | Extract<JoinOutcome, { kind: 'failed' }>;

/** Redeems an owner link or invite for this device, which gets a key pair of its own. */
export const redeem = async (
  platform: Platform,
  http: RelayHttp,
  secret: string,
  name: string | null,
): Promise<Joined> => {
  const keys = await platform.makeKeys();
  const device = newIdFrom((count) => platform.randomBytes(count));
  const body = { secret, device, publicKey: keys.publicKey };
  const outcome = await http.join(name === null ? body : { ...body, name });
  if (outcome.kind !== 'ok') return { kind: 'failed', reason: failureOf(outcome) };
  const { answer } = outcome;
  const head = newHead(answer.device as DeviceId, answer.member as MemberId, answer.csrf);
  const writes: readonly Write[] = [
    { store: 'meta', key: HEAD_KEY, value: head },
    { store: 'meta', key: 'keys', value: keys.pair },
  ];
  return { kind: 'joined', head, writes };
};

/** Looks, before a link is used up, whom it signs in: what `member` has not sent would be lost to anybody else. */
export const refusedOver = async (
  unsent: Unsent,
  member: MemberId | undefined,
  http: RelayHttp,
  secret: string,
): Promise<JoinOutcome | null> => {
  const outcome = await http.lookAtInvite(secret);
  if (outcome.kind !== 'ok') return { kind: 'failed', reason: failureOf(outcome) };
  return outcome.answer.member === member ? null : { kind: 'unsent', unsent };
};

export const lookAt = async (http: RelayHttp, secret: string): Promise<InviteLookOutcome> => {
  const outcome = await http.lookAtInvite(secret);
  if (outcome.kind !== 'ok') return { kind: 'failed', reason: failureOf(outcome) };
  const { kind, name, company } = outcome.answer;
  return { kind: 'invite', for: kind, name, company };
};

/** A link for a member who was invited already; `notSynced` while the relay does not know him yet. */
export const inviteLinkFor = async (
  http: RelayHttp,
  member: string,
): Promise<Awaited<ReturnType<DataClient['inviteLink']>>> => {
  const outcome = await http.invite(member);
  if (outcome.kind === 'ok') return { kind: 'link', ...outcome.answer };
  if (outcome.kind === 'offline') return { kind: 'failed', reason: 'offline' };
  return { kind: 'failed', reason: outcome.error === 'notFound' ? 'notSynced' : 'notEntitled' };
};
