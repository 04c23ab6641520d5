import type { DocumentKind } from '../documents.ts';
import type { EventType } from '../events/payloads.ts';
import type { Role } from '../roles.ts';

/** Where an event of each type stands; a private customer's pool and log events stand in `private` instead. */
export type DocumentClass = 'org' | 'pool' | 'log' | 'contact' | 'desk' | 'mql';

const CLASS: Readonly<Record<EventType, DocumentClass>> = {
  companyFounded: 'org',
  territoryDefined: 'org',
  storeDefined: 'org',
  memberInvited: 'org',
  memberChanged: 'org',
  leaveEntered: 'org',
  leaveCancelled: 'org',
  processPublished: 'org',
  baselineSet: 'org',
  customerCreated: 'pool',
  fieldPatched: 'pool',
  opportunityAdded: 'pool',
  leadOffered: 'pool',
  leadAccepted: 'pool',
  leadDeclined: 'pool',
  customerHandedOver: 'log',
  statusMarked: 'log',
  overrideSettled: 'log',
  stageEntered: 'log',
  opportunityEnded: 'log',
  opportunityReopened: 'log',
  visitNoteRecorded: 'log',
  commitmentDelivered: 'log',
  touchpointRescheduled: 'log',
  touchpointCancelled: 'log',
  interactionRecorded: 'log',
  inquiryReceived: 'log',
  quoteSent: 'log',
  complaintRecorded: 'log',
  complaintResolved: 'log',
  taskAssigned: 'log',
  taskCompleted: 'log',
  taskReassigned: 'log',
  taskReturned: 'log',
  taskResumed: 'log',
  taskSnoozed: 'log',
  effectSnoozed: 'log',
  effectClosed: 'log',
  appealFiled: 'log',
  appealDecided: 'log',
  poolReleased: 'log',
  customerVoided: 'log',
  customerMerged: 'log',
  mergeUndone: 'log',
  noticeSeen: 'log',
  contactAccessRequested: 'log',
  contactAccessGranted: 'log',
  retracted: 'log',
  historyShared: 'log',
  contactSaved: 'contact',
  leadRecorded: 'mql',
  leadAssigned: 'mql',
  leadDiscarded: 'mql',
  playbookSent: 'desk',
  playbookWithdrawn: 'desk',
  playbookReceived: 'desk',
  playbookRead: 'desk',
  playbookTaskDone: 'desk',
  causeGuessed: 'desk',
  causeJudged: 'desk',
  suggestionAnswered: 'desk',
  coachingSeen: 'desk',
};

/** Document class of an event type. */
export const documentClassOf = (type: EventType): DocumentClass => CLASS[type];

export const TYPES_WITH_A_DOCUMENT: readonly EventType[] = Object.keys(CLASS) as EventType[];
const ofClass = (...classes: readonly DocumentClass[]): EventType[] =>
  TYPES_WITH_A_DOCUMENT.filter((type) => classes.includes(CLASS[type]));

const SELLING: readonly EventType[] = ofClass('pool', 'log', 'contact');
/** What anybody tells those who lead him. */
const OWN_DESK: readonly EventType[] = ['playbookReceived', 'playbookRead', 'playbookTaskDone', 'coachingSeen'];
const PRESALES: readonly EventType[] = [
  'fieldPatched',
  'visitNoteRecorded',
  'commitmentDelivered',
  'touchpointRescheduled',
  'touchpointCancelled',
  'interactionRecorded',
  'complaintRecorded',
  'taskCompleted',
  'taskReassigned',
  'taskReturned',
  'taskResumed',
  'taskSnoozed',
  'effectSnoozed',
  'effectClosed',
  'noticeSeen',
  'contactAccessRequested',
  'retracted',
  'contactSaved',
  ...OWN_DESK,
];
const OFFICE: readonly EventType[] = ['noticeSeen', 'contactAccessRequested', ...OWN_DESK];

/** What leaders below the administrators say about the company's people. */
const OF_LEADERS: readonly EventType[] = ['memberInvited', 'leaveEntered', 'leaveCancelled'];

/** Types a role may hold at all. What it may do to whom, and when, is judged by `decide` and by the fold. */
const HELD: Readonly<Record<Role, ReadonlySet<EventType>>> = {
  owner: new Set([...ofClass('org', 'desk', 'mql'), ...SELLING]),
  admin: new Set([...ofClass('org', 'desk', 'mql'), ...SELLING]),
  regionalManager: new Set<EventType>([...OF_LEADERS, ...ofClass('desk', 'mql'), ...SELLING]),
  manager: new Set<EventType>([...OF_LEADERS, ...ofClass('desk', 'mql'), ...SELLING]),
  rep: new Set([...SELLING, ...OWN_DESK]),
  presales: new Set(PRESALES),
  finance: new Set(OFFICE),
  marketing: new Set<EventType>([...OFFICE, 'leadRecorded', 'leadDiscarded']),
};

/** Whether a role may hold events of this type, wherever they stand. */
export const mayHoldType = (role: Role, type: EventType): boolean => HELD[role].has(type);

const belongs = (kind: DocumentKind, type: EventType): boolean => {
  switch (kind) {
    case 'org':
    case 'pool':
    case 'log':
    case 'contact':
    case 'mql':
    case 'desk':
      return CLASS[type] === kind;
    case 'private':
      return (CLASS[type] === 'pool' || CLASS[type] === 'log') && type !== 'historyShared';
    case 'inbox':
      return false;
  }
};

/** Whether this role may append this type to a document of this kind: the relay's gate (`notEntitled`, `wrongDocument`). */
export const mayAppendType = (role: Role, kind: DocumentKind, type: EventType): boolean =>
  belongs(kind, type) && mayHoldType(role, type);

/** Whether events of this type ever stand in documents of this kind. */
export const standsIn = belongs;
