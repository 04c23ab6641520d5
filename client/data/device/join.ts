import type { DeviceId, MemberId } from '#rules';
import type { DataClient, InviteLookOutcome, JoinOutcome } from '../contract.ts';
import { newIdFrom } from '../ids/new-id.ts';
import type { Platform } from '../platform.ts';
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
      readonly member: MemberId;
      readonly device: DeviceId;
      readonly csrf: string;
      readonly keys: unknown;
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
  return {
    kind: 'joined',
    member: answer.member as MemberId,
    device: answer.device as DeviceId,
    csrf: answer.csrf,
    keys: keys.pair,
  };
};

/** Whom a link would sign in, before it is used up; `null` for a founder. */
export const whoseInvite = async (
  http: RelayHttp,
  secret: string,
): Promise<{ readonly kind: 'invite'; readonly member: string | null } | { kind: 'failed'; reason: Failure }> => {
  const outcome = await http.lookAtInvite(secret);
  if (outcome.kind !== 'ok') return { kind: 'failed', reason: failureOf(outcome) };
  return { kind: 'invite', member: outcome.answer.member };
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
  const reason = outcome.error === 'notFound' || outcome.error === 'badRequest' ? 'notSynced' : 'notEntitled';
  return { kind: 'failed', reason };
};
