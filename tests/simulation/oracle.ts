import { type CustomerId, type Fold, type MemberId, type MemberState, parseDocument } from '#rules';

/**
 * Who may read what (requirements R67, R72, R90), said once more in other words than the product's: what the relay
 * sends is held against this, so a defect in the product's own rule shows.
 */
const chainAbove = (fold: Fold, member: string | null): readonly string[] => {
  const above: string[] = [];
  const { members } = fold.org();
  for (let next = member === null ? null : members[member]?.manager; next != null && !above.includes(next); ) {
    above.push(next);
    next = members[next]?.manager ?? null;
  }
  return above;
};
const isCompanyWide = ({ role }: MemberState): boolean => role === 'owner' || role === 'admin';

export const mayKnowContacts = (fold: Fold, member: MemberId, customer: CustomerId): boolean => {
  const who = fold.org().members[member];
  const state = fold.customer(customer);
  if (!who?.active || state === null) return false;
  if (who.role === 'owner' || state.owner === member) return true;
  return state.contactGrants.includes(member) || chainAbove(fold, state.owner).includes(member);
};

const ownsIn = (fold: Fold, member: MemberId, territory: string): boolean => {
  for (const id of fold.customerIds()) {
    const state = fold.customer(id);
    if (state?.owner === member && state.territory === territory) return true;
  }
  return false;
};

/** Company-wide, above in the chain, or a leader in a territory of somebody who leads nobody. */
const mayLeadPerson = (fold: Fold, who: MemberState, member: MemberId): boolean => {
  if (isCompanyWide(who) || chainAbove(fold, member).includes(who.id)) return true;
  const led = fold.org().members[member];
  const leading = ['owner', 'admin', 'regionalManager', 'manager'];
  if (led === undefined || leading.includes(led.role) || !leading.includes(who.role)) return false;
  return who.territories.some((one) => led.territories.includes(one));
};

/** Whether the member may have a replica of the document, by what `fold` holds. */
export const mayReplicate = (fold: Fold, member: MemberId, document: string): boolean => {
  const who = fold.org().members[member];
  const doc = parseDocument(document);
  if (!who?.active || doc === null) return false;
  switch (doc.kind) {
    case 'org':
    case 'pool':
      return true;
    case 'log':
      return isCompanyWide(who) || who.territories.includes(doc.territory) || ownsIn(fold, member, doc.territory);
    case 'private':
      return doc.member === member || who.role === 'owner' || chainAbove(fold, doc.member).includes(member);
    case 'inbox':
      return doc.member === member;
    case 'mql':
      return isCompanyWide(who) || ['regionalManager', 'manager', 'marketing'].includes(who.role);
    case 'desk':
      return doc.member === member || mayLeadPerson(fold, who, doc.member);
    case 'contact':
      return false;
  }
};
