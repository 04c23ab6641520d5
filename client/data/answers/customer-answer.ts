import {
  accessToContacts,
  actingEffects,
  type CustomerState,
  type EventId,
  type Fold,
  leads,
  type MemberId,
  mayHoldType,
  type OrgState,
  waitingEffects,
  waitingId,
  worksIn,
} from '#rules';
import type { CustomerAnswer, PoolRow, UploadState } from '../contract.ts';
import type { CustomerRules } from '../work-contract.ts';

export interface Viewer {
  readonly member: MemberId;
  readonly unsynced: readonly EventId[];
  readonly uploads: Readonly<Record<string, UploadState>>;
  readonly rules: CustomerRules;
}

const mentioned = (state: CustomerState): ReadonlySet<string> =>
  new Set([
    ...state.timeline.map(({ author }) => author),
    ...state.tasks.flatMap(({ assignee }) => (assignee === null ? [] : [assignee])),
    ...(state.owner === null ? [] : [state.owner]),
    ...(state.contributor === null ? [] : [state.contributor]),
    ...state.effects.flatMap(({ recipients, holder }) => (holder === null ? recipients : [...recipients, holder])),
    ...state.alsoHandedTo.flatMap(({ to, author }) => (to === null ? [author] : [to, author])),
    ...Object.values(state.fields).flatMap((field) => field.leaves.map(({ author }) => author)),
    ...state.opportunities.flatMap(({ fields }) =>
      Object.values(fields).flatMap((field) => field.leaves.map(({ author }) => author)),
    ),
  ]);

const contactState = (state: CustomerState, org: OrgState, member: MemberId): CustomerAnswer['contacts'] => {
  if (accessToContacts(org, member, state).read) return 'entitled';
  const asked = state.notices.some(({ kind, params }) => kind === 'contactRequested' && params['by'] === member);
  return asked ? 'requested' : 'requestable';
};

/** What rules wait on for a customer, and what they would have done by `now` already. */
export const rulesOn = (state: CustomerState, fold: Fold, member: MemberId, now: number): CustomerRules => ({
  waiting: waitingEffects(state, fold.ruleBook()),
  acting: actingEffects(state, fold, now).map(({ waiting }) => waitingId(waiting)),
  isLed: leads(fold.org(), member, state.owner, state.territory),
});

/** Everything the customer's page shows, with what the viewer may do. */
export const customerAnswer = (state: CustomerState, row: PoolRow, org: OrgState, viewer: Viewer): CustomerAnswer => {
  const self = org.members[viewer.member];
  const isLed = leads(org, viewer.member, state.owner, state.territory);
  // In the cleansing pool only those who lead act on it (R23).
  const isSuspended = state.pool?.status === 'in' && !isLed;
  const isSelling = self !== undefined && mayHoldType(self.role, 'fieldPatched');
  return {
    state,
    row,
    names: Object.fromEntries([...mentioned(state)].map((id) => [id, org.members[id]?.name ?? ''])),
    mayEdit: isSelling && !isSuspended && (state.owner === viewer.member || isLed || worksIn(self, state.territory)),
    mayMark: (state.owner === viewer.member && !isSuspended) || isLed,
    contacts: contactState(state, org, viewer.member),
    unsynced: viewer.unsynced,
    uploads: viewer.uploads,
    rules: viewer.rules,
  };
};
