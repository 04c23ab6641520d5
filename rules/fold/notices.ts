import { effectId } from '../effects/effect-id.ts';
import type { MemberId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { NoticeState } from '../state.ts';
import type { CustomerContext } from './context.ts';
import type { Marks } from './marks.ts';
import { skippedStages } from './opportunities.ts';
import { hadWhenReceived, ownerAt } from './ownership.ts';
import { payloadOf, type Rec } from './records.ts';

type Kind = NoticeState['kind'];

const unique = (ids: readonly (MemberId | null)[]): readonly MemberId[] => [
  ...new Set(ids.filter((id): id is MemberId => id !== null)),
];

const notice = (
  context: CustomerContext,
  kind: Kind,
  rec: Rec,
  recipients: readonly (MemberId | null)[],
  params: NoticeState['params'],
): NoticeState => {
  const id = effectId(`notice.${kind}`, context.id, rec.event.id);
  const seenBy = new Set<MemberId>();
  for (const seen of context.sorted.of('noticeSeen')) {
    if (payloadOf(seen, 'noticeSeen').notice === id) seenBy.add(seen.event.author);
  }
  return {
    id,
    kind,
    customer: context.id,
    cause: rec.event.id,
    at: rec.t,
    recipients: unique(recipients),
    seenBy: [...seenBy].sort(compareText),
    params: { by: rec.event.author, ...params },
  };
};

/** A skipped stage reaches the owner and his manager, whoever skipped it (R11). */
const skipNotices = (context: CustomerContext): NoticeState[] => {
  const notices: NoticeState[] = [];
  for (const rec of context.live('stageEntered')) {
    const skipped = skippedStages(context, rec);
    if (skipped.length === 0) continue;
    const { opportunity, from, stage, skippedReason } = payloadOf(rec, 'stageEntered');
    const owner = ownerAt(context.ownership, rec);
    const recipients = [owner, ...context.org.managersOf(owner, rec, context.territory)];
    notices.push(
      notice(context, 'stageSkipped', rec, recipients, {
        opportunity,
        from,
        stage,
        skipped: skipped.join(','),
        reason: skippedReason ?? '',
      }),
    );
  }
  return notices;
};

const handoverNotices = (context: CustomerContext): NoticeState[] => {
  const notices: NoticeState[] = [];
  for (const rec of context.live('customerHandedOver')) {
    const { to, reason } = payloadOf(rec, 'customerHandedOver');
    if (to === null || to === rec.event.author || context.ownership.withoutEffect.has(rec)) continue;
    notices.push(notice(context, 'handedOver', rec, [to as MemberId], { reason: reason ?? '' }));
  }
  return notices;
};

/** A mark by somebody who was not the owner any more: the present owner is asked (S12). */
const lateEditNotices = (context: CustomerContext, marks: Marks): NoticeState[] =>
  marks.nodes
    .filter(({ mark }) => mark.noEffectBecause === 'notOwner')
    .map(({ rec, mark }) =>
      notice(context, 'confirmHandoverEdit', rec, [context.ownership.owner], { colour: mark.colour }),
    );

const contactNotices = (context: CustomerContext): NoticeState[] => {
  const notices: NoticeState[] = [];
  for (const rec of context.live('contactAccessRequested')) {
    const owner = ownerAt(context.ownership, rec);
    const recipients = [owner, ...context.org.managersOf(owner, rec, context.territory)];
    const { reason } = payloadOf(rec, 'contactAccessRequested');
    notices.push(notice(context, 'contactRequested', rec, recipients, { reason: reason ?? '' }));
  }
  for (const rec of effectiveGrants(context)) {
    const { member } = payloadOf(rec, 'contactAccessGranted');
    notices.push(notice(context, 'contactGranted', rec, [member as MemberId], {}));
  }
  return notices;
};

/** Grants by the owner at their place in the order, who still was it when they came, or by a leader. */
const effectiveGrants = (context: CustomerContext): readonly Rec[] =>
  context.live('contactAccessGranted').filter((rec) => {
    const owner = ownerAt(context.ownership, rec);
    const isOwners = rec.event.author === owner && hadWhenReceived(context.ownership, rec);
    return isOwners || context.org.leads(rec.event.author, rec, owner, context.territory);
  });

export const foldContactGrants = (context: CustomerContext): readonly MemberId[] =>
  [...new Set(effectiveGrants(context).map((rec) => payloadOf(rec, 'contactAccessGranted').member as MemberId))].sort(
    compareText,
  );

/** Everything people must be told about the customer, oldest first. */
export const foldNotices = (context: CustomerContext, marks: Marks): readonly NoticeState[] =>
  [
    ...skipNotices(context),
    ...handoverNotices(context),
    ...lateEditNotices(context, marks),
    ...contactNotices(context),
  ].sort((a, b) => a.at - b.at || compareText(a.id, b.id));
