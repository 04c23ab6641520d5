import { createHash } from 'node:crypto';
import {
  type Command,
  type CustomerId,
  type CustomerState,
  decide,
  type EventId,
  leads,
  type MemberId,
  type RefusalCode,
  type TouchpointState,
} from '#rules';
import type { Company } from '../company/company.ts';
import type { LogService } from '../log/index.ts';
import type { LinkClaims, LinkTokens } from './link-tokens.ts';
import type { MemberHand } from './member-hand.ts';

/** Why a link opens nothing. */
export type LinkClosed = 'invalid' | 'expired' | 'used' | 'notEntitled' | 'moved' | 'settled';
export type OpenedLink =
  | { readonly kind: 'closed'; readonly why: LinkClosed; readonly customer: CustomerId | null }
  | {
      readonly kind: 'open';
      readonly claims: LinkClaims;
      readonly customer: CustomerState;
      readonly touchpoint: TouchpointState;
      /** Only those who lead the owner may put an alert aside (R79). */
      readonly mayPause: boolean;
    };

/** What the page offers. */
export type LinkAct =
  | { readonly kind: 'reschedule'; readonly atMs: number }
  | {
      readonly kind: 'updated';
      readonly channel: 'call' | 'message' | 'meeting' | 'other';
      readonly summary: string;
    }
  | { readonly kind: 'pause'; readonly reason: string; readonly resumeAtMs: number };

export type ActOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  | { readonly kind: 'closed'; readonly why: LinkClosed; readonly customer: CustomerId | null }
  | { readonly kind: 'busy' };

/** Links in messages: looking changes nothing, one act each. */
export interface LinkActs {
  open(token: string): OpenedLink;
  /** @throws StorageFailure */
  act(token: string, act: LinkAct): Promise<ActOutcome>;
}

export interface LinkActsDeps {
  readonly log: Pick<LogService, 'now'>;
  readonly company: Company;
  readonly tokens: LinkTokens;
  readonly hand: MemberHand;
}

const commandOf = (act: LinkAct, claims: LinkClaims, { plan }: TouchpointState, nowMs: number): Command => {
  const { customer: subject, note, effect } = claims;
  switch (act.kind) {
    case 'reschedule':
      return { type: 'touchpointRescheduled', subject, payload: { note, touchpoint: { ...plan, atMs: act.atMs } } };
    case 'updated': {
      const { channel, summary } = act;
      return { type: 'interactionRecorded', subject, payload: { channel, answered: true, summary, atMs: nowMs } };
    }
    case 'pause': {
      const { reason, resumeAtMs } = act;
      return { type: 'effectClosed', subject, payload: { effect, reason, resumeAtMs } };
    }
  }
};

/**
 * The event a link's one act makes has an id that follows from the link: whether it was used is whether that event
 * stands, on this relay or given back to it.
 */
const eventOf = (token: string): EventId =>
  `link-${createHash('sha256').update(token).digest('hex').slice(0, 40)}` as EventId;

export const makeLinkActs = ({ log, company, tokens, hand }: LinkActsDeps): LinkActs => {
  const closed = (why: LinkClosed, customer: string | null): OpenedLink => ({
    kind: 'closed',
    why,
    customer: customer as CustomerId | null,
  });
  const open = (token: string): OpenedLink => {
    const claims = tokens.read(token);
    if (claims === null) return closed('invalid', null);
    if (claims.expiresAtMs < log.now()) return closed('expired', null);
    const member = claims.member as MemberId;
    const org = company.org();
    if (!org.members[member]?.active) return closed('notEntitled', null);
    if (company.fold.placement(eventOf(token)) !== null) return closed('used', claims.customer);
    const customer = company.fold.customer(claims.customer as CustomerId);
    if (customer === null) return closed('invalid', null);
    const mayPause = leads(org, member, customer.owner, customer.territory);
    if (customer.owner !== member && !mayPause) return closed('notEntitled', null);
    const touchpoint = customer.touchpoints.find(({ note }) => note === claims.note);
    if (touchpoint?.status !== 'open') return closed('settled', claims.customer);
    if (touchpoint.plan.atMs !== claims.appointmentMs) return closed('moved', claims.customer);
    return { kind: 'open', claims, customer, touchpoint, mayPause };
  };

  /** One act of one link at a time: of two presses at once the second finds it used. */
  let turn: Promise<unknown> = Promise.resolve();
  const actNow = async (token: string, act: LinkAct): Promise<ActOutcome> => {
    const opened = open(token);
    if (opened.kind === 'closed') return opened;
    const { claims, customer, touchpoint, mayPause } = opened;
    const actor = claims.member as MemberId;
    if (act.kind === 'pause' && !mayPause) return { kind: 'refused', code: 'notEntitled' };
    const command = commandOf(act, claims, touchpoint, log.now());
    const decision = decide(command, { org: company.org(), actor, customer, now: log.now() });
    if (decision.kind === 'refused') return { kind: 'refused', code: decision.refusals[0]?.code ?? 'invalid' };
    const [draft] = decision.drafts;
    if (draft === undefined) return { kind: 'done' };
    const outcome = await hand.write(actor, customer, draft, eventOf(token));
    if (outcome === 'busy') return { kind: 'busy' };
    return outcome === 'stored' ? { kind: 'done' } : { kind: 'refused', code: 'notEntitled' };
  };
  return {
    open,
    act(token, act) {
      const done = turn.then(() => actNow(token, act));
      turn = done.catch(() => undefined);
      return done;
    },
  };
};
