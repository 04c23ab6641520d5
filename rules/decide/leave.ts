import { leadsPerson } from '../access/access.ts';
import type { DecideContext, Decision } from '../commands.ts';
import type { PayloadOf } from '../events/payloads.ts';
import type { EventId, MemberId } from '../ids.ts';
import { isPossibleLeave, MOST_LEAVES } from '../leave.ts';
import { accepted, refused } from './outcome.ts';

/** 休假 is entered by whoever leads the person: within a year, in whole days, and not twice. */
export const decideLeave = (payload: PayloadOf<'leaveEntered'>, context: DecideContext): Decision => {
  const rule = 'member.leave';
  const member = context.org.members[payload.member];
  if (!member) return refused(context, { code: 'unknownSubject', rule, field: 'member' });
  if (!leadsPerson(context.org, context.actor, member.id)) return refused(context, { code: 'notEntitled', rule });
  if (!isPossibleLeave(payload)) return refused(context, { code: 'invalid', rule, field: 'untilMs' });
  if (member.leaves.length >= MOST_LEAVES) return refused(context, { code: 'invalid', rule });
  const isKnown = member.leaves.some(({ fromMs, untilMs }) => fromMs <= payload.fromMs && payload.untilMs <= untilMs);
  if (isKnown) return refused(context, { code: 'alreadyDone', rule });
  return accepted([{ type: 'leaveEntered', subject: 'org', payload, cites: [], document: 'org' }]);
};

export const decideLeaveCancelled = (payload: PayloadOf<'leaveCancelled'>, context: DecideContext): Decision => {
  const rule = 'member.leave';
  const member = Object.values(context.org.members).find(({ leaves }) => leaves.some(({ id }) => id === payload.leave));
  if (!member) return refused(context, { code: 'unknownSubject', rule });
  if (!leadsPerson(context.org, context.actor, member.id as MemberId))
    return refused(context, { code: 'notEntitled', rule });
  // What it takes back comes before it in every order.
  const cites = [payload.leave as EventId];
  return accepted([{ type: 'leaveCancelled', subject: 'org', payload, cites, document: 'org' }]);
};
