import type { DocumentName, Envelope, EventType, PayloadOf } from '#rules';

/** Audience a type belongs to; `customer` = the log of a customer's history. */
const HOMES = {
  companyFounded: 'org',
  territoryDefined: 'org',
  memberInvited: 'org',
  memberChanged: 'org',
  processPublished: 'org',
  customerCreated: 'pool',
  fieldPatched: 'pool',
  opportunityAdded: 'pool',
  customerHandedOver: 'customer',
  statusMarked: 'customer',
  stageEntered: 'customer',
  opportunityEnded: 'customer',
  opportunityReopened: 'customer',
  visitNoteRecorded: 'customer',
  commitmentDelivered: 'customer',
  touchpointRescheduled: 'customer',
  touchpointCancelled: 'customer',
  interactionRecorded: 'customer',
  inquiryReceived: 'customer',
  quoteSent: 'customer',
  taskCompleted: 'customer',
  taskReassigned: 'customer',
  taskReturned: 'customer',
  taskResumed: 'customer',
  noticeSeen: 'customer',
  contactAccessRequested: 'customer',
  contactAccessGranted: 'customer',
  retracted: 'customer',
  historyShared: 'shared',
  contactSaved: 'contact',
} as const satisfies Record<EventType, 'org' | 'pool' | 'customer' | 'shared' | 'contact'>;

/**
 * Why an event may not stand in a document, whatever the state of the world: the document is the permission, so a
 * row in the wrong one would be read by the wrong people. Null when it may.
 */
export const placementFault = (event: Envelope, type: EventType, doc: DocumentName): string | null => {
  const home = HOMES[type];
  if ((home === 'org') !== (event.subject === 'org')) return 'subject does not fit the type';
  switch (doc.kind) {
    case 'org':
      return home === 'org' ? null : 'no org event';
    case 'pool':
      if (home !== 'pool') return 'no pool event';
      return type === 'customerCreated' && (event.payload as PayloadOf<'customerCreated'>).territory !== doc.territory
        ? 'customer of another territory'
        : null;
    case 'log':
      return home === 'customer' || home === 'shared' ? null : 'no log event';
    case 'private':
      return home === 'pool' || home === 'customer' ? null : 'not an event of a private customer';
    case 'contact':
      return home === 'contact' && event.subject === doc.customer ? null : 'no contact of this customer';
    case 'inbox':
      return 'nothing is written to an inbox';
  }
};
