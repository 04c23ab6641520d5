import { type DocumentName, documentClassOf, type Envelope, type EventType, type PayloadOf, standsIn } from '#rules';

/**
 * Why an event may not stand in a document, whatever the state of the world: the document is the permission, so a
 * row in the wrong one would be read by the wrong people. Null when it may.
 */
export const placementFault = (event: Envelope, type: EventType, doc: DocumentName): string | null => {
  if (!standsIn(doc.kind, type)) return `${type} does not stand in ${doc.kind}`;
  if ((documentClassOf(type) === 'org') !== (event.subject === 'org')) return 'subject does not fit the type';
  if (doc.kind === 'desk' && event.subject !== doc.member) return 'desk of another member';
  if (doc.kind === 'contact' && event.subject !== doc.customer) return 'contact of another customer';
  if (doc.kind === 'pool' && type === 'customerCreated') {
    const { territory } = event.payload as PayloadOf<'customerCreated'>;
    return territory === doc.territory ? null : 'customer of another territory';
  }
  return null;
};
