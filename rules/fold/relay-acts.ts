import { ENVELOPE_VERSION, type Envelope } from '../events/envelope.ts';
import type { DeviceId, EffectId, EventId, MemberId } from '../ids.ts';
import type { Fired } from './facts.ts';
import { makeRec, type Rec } from './records.ts';

/** Author and device of what a rule did: nobody's, so that no right of a person is read into it. */
export const BY_RULE = 'rule' as MemberId & DeviceId;

/**
 * What a fired effect does to the customer, as a record at its tick: it stands in the order like an event (S7), its
 * id is the effect's, and people's events cite it as one.
 */
export const recOfFired = (fired: Fired, type: 'statusMarked' | 'customerHandedOver', payload: object): Rec => {
  const { tick, effect } = fired;
  const event: Envelope = {
    v: ENVELOPE_VERSION,
    id: effect as EffectId & EventId,
    type,
    subject: fired.subject,
    author: BY_RULE,
    device: BY_RULE,
    n: 0,
    prev: null,
    cites: fired.basis === null ? [] : [fired.basis],
    seen: tick,
    // Before every event of the same instant: on a slow clock whoever has just seen it acts at this very tick (S6).
    lam: 0,
    at: tick,
    wall: tick,
    boot: '',
    mono: 0,
    monoSeen: null,
    ruleVersion: fired.version,
    payload,
  };
  return { ...makeRec(event, ''), received: tick, tick, t: tick };
};
