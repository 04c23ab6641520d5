import { type CustomerState, type Fold, leadCustomer } from '#rules';
import type { World } from './world.ts';

/** R50: one person has it or nobody, whoever was offered it before; it was accepted once, and that ended the offers. */
const checkLead = (world: World, { id, lead, owner, owners }: CustomerState): void => {
  if (lead === null) return;
  const accepted = lead.offers.flatMap(({ to, accepted: by }, at) => (by === null ? [] : [{ to, by, at }]));
  if (accepted.length > 1) world.violate('R50', `${id} was accepted by ${accepted.map(({ to }) => to).join(' and ')}`);
  for (const { to, by, at } of accepted) {
    if (by.author !== to) world.violate('R50', `${id} was accepted by somebody it was not given to`);
    if (at < lead.offers.length - 1) world.violate('R50', `${id} was offered again after it was accepted`);
  }
  const last = owners[owners.length - 1];
  if (last !== undefined && last.owner !== owner) world.violate('R50', `${id} has another owner than it was given to`);
};

/** R91, FA-3: for one matter of a customer one task that was given stands, and one that somebody took on himself. */
const checkGiven = (world: World, { id, tasks }: CustomerState): void => {
  const open = tasks.filter(
    ({ kind, status }) => kind === 'manualTask' && (status === 'open' || status === 'returned'),
  );
  const matters = open.flatMap(({ assigned }) =>
    assigned?.origin ? [JSON.stringify([assigned.by === assigned.to, assigned.origin])] : [],
  );
  if (new Set(matters).size < matters.length) world.violate('R91', `${id} has two tasks for one matter`);
};

/** Of leads, given tasks and complaints: what may never be, whatever came in which order. */
export const checkFacts = (world: World, whole: Fold): void => {
  for (const id of whole.customerIds()) {
    const state = whole.customer(id);
    if (state === null) continue;
    checkLead(world, state);
    checkGiven(world, state);
    for (const { resolved, t } of state.complaints) {
      if (resolved !== null && resolved.t < t)
        world.violate('I17', `${id} has a complaint resolved before it was made`);
    }
  }
  for (const lead of whole.leadIds()) {
    const customer = whole.customer(leadCustomer(lead));
    if (customer?.lead && customer.lead.lead !== lead) world.violate('R50', `${lead} became another lead's customer`);
  }
};
