import * as z from 'zod/mini';
import { ID_PATTERN } from '../ids.ts';
import { baselineSchema } from '../metrics/baseline.ts';
import { processPartSchema } from '../process.ts';
import { isCustomFieldId } from '../process-limits.ts';
import { ROLES } from '../roles.ts';
import { DAY_MS } from '../time.ts';
import { deskPayloadSchemas } from './desk-payloads.ts';
import { fileSchema } from './file.ts';
import { isPatchable, type PatchableField } from './patchable.ts';

/**
 * Payload of every event type: the closed union the relay's gate checks (`schema` reject otherwise).
 * Amounts are integer 分, instants are integer ms, ids as in `ids.ts`. Optional means absent, never null.
 */
const id = z.string().check(z.regex(ID_PATTERN));
const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
/** Up to the end of the year 9999: beyond that there are no dates. */
const LAST_MS = 253_402_300_799_999;
const ms = z.int().check(z.nonnegative(), z.maximum(LAST_MS));
const amountFen = z.int().check(z.nonnegative());
const role = z.enum(ROLES);
const reason = text(500);

/** A file and what it is evidence of. */
const evidenceSchema = z.strictObject({
  ...fileSchema.shape,
  documentType: z.enum(['requirementConfirmation', 'contract', 'delivery', 'callRecording', 'chatScreenshot', 'other']),
});

/** Rich text as a tiny tree, never HTML: paragraphs and lists of runs, a run being text with or without bold. */
const run = z.strictObject({ text: text(2000), bold: z.optional(z.literal(true)) });
const paragraph = z.strictObject({ kind: z.literal('paragraph'), runs: z.array(run).check(z.maxLength(64)) });
const list = z.strictObject({
  kind: z.enum(['bulletList', 'orderedList']),
  items: z.array(z.array(run).check(z.maxLength(64))).check(z.minLength(1), z.maxLength(64)),
});
const richTextSchema = z.array(z.union([paragraph, list])).check(z.minLength(1), z.maxLength(64));

/** Options of a field that holds several, by id. */
const tags = z.array(text(40)).check(z.maxLength(40));

const profile = z.strictObject({
  name: text(120),
  segment: z.optional(z.enum(['project', 'retail', 'distributor'])),
  industry: z.optional(text(60)),
  city: z.optional(text(60)),
  district: z.optional(text(60)),
  level: z.optional(text(60)),
  source: z.optional(text(120)),
  product: z.optional(text(120)),
  /** A/B/C and the like from an old system: history, not truth (R21). */
  formerGrade: z.optional(text(40)),
  remark: z.optional(text(1000)),
  /** The company's own fields (R15). */
  own: z.optional(z.record(z.string().check(z.refine(isCustomFieldId)), z.union([text(1000), z.int(), tags]))),
});

const touchpoint = z.strictObject({
  atMs: ms,
  attendees: z.array(text(60)).check(z.minLength(1), z.maxLength(20)),
  agenda: text(200),
  agreed: z.enum(['confirmedByCustomer', 'proposedByUs']),
});

/** What a task made by a person goes back to: with the customer it names the matter, which has one open task. */
const taskOrigin = z.union([
  z.strictObject({ kind: z.literal('cause'), cause: text(200) }),
  z.strictObject({ kind: z.literal('playbook'), playbook: text(64), step: text(64) }),
  z.strictObject({ kind: z.literal('cell'), stage: text(40), week: text(10) }),
]);

/** What marketing knows of who wants what: compared with won customers (R50). */
const leadAttributes = z.strictObject({
  industry: z.optional(text(60)),
  /** 规模. */
  level: z.optional(text(60)),
  city: z.optional(text(60)),
  product: z.optional(text(120)),
  decisionMakerTitle: z.optional(text(60)),
});

const provenance = z.strictObject({
  batch: id,
  file: text(200),
  sheet: z.optional(text(120)),
  row: z.int().check(z.positive()),
});

export const payloadSchemas = {
  // org
  companyFounded: z.strictObject({ name: text(80) }),
  territoryDefined: z.strictObject({ territory: id, name: text(40) }),
  /** 门店 of a territory; said again it has another name, never another territory. */
  storeDefined: z.strictObject({ store: id, territory: id, name: text(40) }),
  memberInvited: z.strictObject({
    member: id,
    name: text(40),
    role,
    territories: z.array(id).check(z.maxLength(64)),
    manager: z.optional(id),
    store: z.optional(id),
    /** 职务. */
    title: z.optional(text(40)),
    /** 入职日期: the beginning of that day. */
    hiredAtMs: z.optional(ms),
  }),
  memberChanged: z.strictObject({
    member: id,
    name: z.optional(text(40)),
    role: z.optional(role),
    territories: z.optional(z.array(id).check(z.maxLength(64))),
    manager: z.optional(id),
    /** `null` clears. */
    store: z.optional(z.nullable(id)),
    title: z.optional(z.nullable(text(40))),
    hiredAtMs: z.optional(z.nullable(ms)),
    active: z.optional(z.boolean()),
  }),
  /** 休假 from the beginning of a day to the beginning of the day after the last. */
  leaveEntered: z.strictObject({ member: id, fromMs: ms, untilMs: ms }),
  leaveCancelled: z.strictObject({ leave: id }),
  /** One part, or one rule, of the process. `basis`: the version of that part its author saw; absent = the template's. */
  processPublished: z.strictObject({
    part: processPartSchema,
    basis: z.optional(id),
    note: z.optional(text(300)),
    /** How long its author had the draft open before him, ms (R75). */
    spentMs: z.optional(z.int().check(z.nonnegative(), z.maximum(DAY_MS))),
  }),
  /** Freezes the baseline of one number (R86). */
  baselineSet: baselineSchema,

  // pool
  customerCreated: z.strictObject({
    territory: id,
    profile,
    /** Absent = 无人负责. */
    owner: z.optional(id),
    /** The first opportunity, created silently (R102). `enteredAtMs` only for imported history. */
    opportunity: z.strictObject({
      opportunity: id,
      name: text(120),
      stage: text(40),
      enteredAtMs: z.optional(ms),
    }),
    /** When the customer became known, for imported history. */
    knownSinceMs: z.optional(ms),
    imported: z.optional(provenance),
    /** Whoever first contributed it, when copied from a private document (R72, R76). */
    contributor: z.optional(id),
    /** Out of the MQL pool: the lead it was; the subject follows from it (`leadCustomer`). */
    lead: z.optional(id),
    /** The lead's; whoever is given the customer does not get the lead. */
    campaign: z.optional(text(120)),
  }),
  /** The lead was declined and is given to somebody again; `after`: the decline. */
  leadOffered: z.strictObject({ to: id, after: id }),
  /** 接收 and 退回 by whom it was given to; `offer`: the event that gave it to him. */
  leadAccepted: z.strictObject({ offer: id }),
  leadDeclined: z.strictObject({ offer: id, reason }),
  /** Cites (envelope `cites`) exactly the patches it replaces; two leaves = a conflict shown side by side. */
  fieldPatched: z.strictObject({
    opportunity: z.optional(id),
    field: z.string().check(z.refine(isPatchable)) as z.ZodMiniType<PatchableField>,
    /** `null` clears the field; one that holds several options is changed, never replaced (rules/tags.ts). */
    value: z.nullable(z.union([text(1000), z.int(), z.strictObject({ add: tags, remove: tags })])),
  }),
  opportunityAdded: z.strictObject({
    opportunity: id,
    name: text(120),
    stage: text(40),
    enteredAtMs: z.optional(ms),
    imported: z.optional(provenance),
  }),

  // log
  customerHandedOver: z.strictObject({ to: z.nullable(id), reason: z.optional(reason) }),
  statusMarked: z.strictObject({
    colour: z.enum(['green', 'yellow', 'red']),
    /** The mark or automatic effect its author saw. */
    basis: z.nullable(id),
    /** Green: all three. */
    checks: z.optional(
      z.strictObject({ needVerified: z.boolean(), budgetDefinite: z.boolean(), keyPersonAgrees: z.boolean() }),
    ),
    /** Yellow: the need in words and what is open. */
    need: z.optional(text(500)),
    openItems: z.optional(z.array(z.enum(['budget', 'decisionChain'])).check(z.minLength(1), z.maxLength(2))),
    redGround: z.optional(z.enum(['sourceDoubtful', 'noInteraction', 'noHistory'])),
    evidence: z.optional(z.array(evidenceSchema).check(z.maxLength(10))),
    remark: z.optional(text(500)),
    /** Green by the brake (R78): the effect it overrides, and why; the confirmation follows (A5). */
    override: z.optional(z.strictObject({ effect: id, reason })),
  }),
  /** A disputed override: a leader says whether it was in time (S23). */
  overrideSettled: z.strictObject({ mark: id, isValid: z.boolean(), reason }),
  stageEntered: z.strictObject({
    opportunity: id,
    stage: text(40),
    /** The stage its author saw, and the event that set it (`null` = the opportunity's creation). */
    from: text(40),
    basis: z.nullable(id),
    /** Why stages between were skipped; required by the rules when any was (R11). */
    skippedReason: z.optional(reason),
  }),
  opportunityEnded: z.strictObject({
    opportunity: id,
    outcome: z.enum(['won', 'lost', 'shelved']),
    amountFen: z.optional(amountFen),
    dateMs: z.optional(ms),
    reason: z.optional(reason),
    evidence: z.optional(z.array(evidenceSchema).check(z.maxLength(10))),
    imported: z.optional(provenance),
  }),
  opportunityReopened: z.strictObject({ opportunity: id, reason }),
  visitNoteRecorded: z.strictObject({
    visitedAtMs: ms,
    opportunity: z.optional(id),
    /** The touchpoint this visit was: a note id, whose appointment it closes. */
    touchpoint: z.optional(id),
    met: z.optional(z.array(text(60)).check(z.maxLength(20))),
    concern: z.strictObject({
      kind: z.enum(['budget', 'technicalFit', 'decisionChain', 'competitorLockIn', 'other']),
      text: z.optional(text(300)),
    }),
    commitment: z.union([
      z.strictObject({ kind: z.literal('promised'), deliverable: richTextSchema, dueMs: ms, by: id }),
      z.strictObject({ kind: z.literal('none'), reason }),
    ]),
    next: z.union([
      z.strictObject({ kind: z.literal('touchpoint'), touchpoint }),
      z.strictObject({ kind: z.literal('lost') }),
      z.strictObject({ kind: z.literal('turnedRed') }),
      z.strictObject({ kind: z.literal('checkDate'), atMs: ms, reason }),
    ]),
    /** 本次已验证需求, yes with which or no (R62). Every note written here answers it; one from elsewhere may leave it open. */
    verifiedNeed: z.optional(
      z.union([
        z.strictObject({ kind: z.literal('verified'), need: text(300) }),
        z.strictObject({ kind: z.literal('none') }),
      ]),
    ),
    remark: z.optional(text(1000)),
    attachments: z.optional(z.array(evidenceSchema).check(z.maxLength(10))),
  }),
  /** Ticks the promise of a note 已交付 (R30). */
  commitmentDelivered: z.strictObject({
    note: id,
    remark: z.optional(text(300)),
    evidence: z.optional(z.array(evidenceSchema).check(z.maxLength(10))),
  }),
  touchpointRescheduled: z.strictObject({ note: id, touchpoint, reason: z.optional(reason) }),
  touchpointCancelled: z.strictObject({ note: id, reason }),
  interactionRecorded: z.strictObject({
    channel: z.enum(['call', 'message', 'meeting', 'other']),
    /** Two-way contact (A2): answered, replied. */
    answered: z.boolean(),
    summary: text(500),
    atMs: ms,
  }),
  inquiryReceived: z.strictObject({ opportunity: id, summary: text(500), atMs: ms }),
  quoteSent: z.strictObject({
    opportunity: id,
    summary: text(500),
    amountFen: z.optional(amountFen),
    atMs: ms,
    evidence: z.optional(z.array(evidenceSchema).check(z.maxLength(10))),
  }),
  /** What a customer is not content with; `commitment`: the note whose promise was broken (R38). */
  complaintRecorded: z.strictObject({ summary: text(500), atMs: ms, commitment: z.optional(id) }),
  complaintResolved: z.strictObject({ complaint: id, reason }),
  /** A task that a person gives, or takes on himself: its id is the event's (R45, R53, R54, R63). */
  taskAssigned: z.strictObject({
    title: text(120),
    to: id,
    dueMs: ms,
    /** 话术, to be read out or copied. */
    script: z.optional(text(1000)),
    origin: z.optional(taskOrigin),
  }),
  /** What people do to an effect is an event on its id. */
  taskCompleted: z.strictObject({
    task: id,
    remark: z.optional(text(500)),
    evidence: z.optional(z.array(evidenceSchema).check(z.maxLength(10))),
  }),
  taskReassigned: z.strictObject({ task: id, to: id, reason }),
  taskReturned: z.strictObject({ task: id, missing: reason }),
  taskResumed: z.strictObject({ task: id }),
  /** Out of sight until then; the deadline stays. */
  taskSnoozed: z.strictObject({ task: id, untilMs: ms }),
  /** The author puts an alert out of his own sight until then; whoever else it tells still sees it. */
  effectSnoozed: z.strictObject({ effect: id, untilMs: ms }),
  /** The brake `close`: ends an alert, a gap or a task, until `resumeAtMs` where given (R79). */
  effectClosed: z.strictObject({ effect: id, reason, resumeAtMs: z.optional(ms) }),
  /** 《无效线索申诉表》 against a pool entry: audio and image both (R24). */
  appealFiled: z.strictObject({
    effect: id,
    reason,
    evidence: z.array(evidenceSchema).check(z.minLength(1), z.maxLength(10)),
  }),
  appealDecided: z.strictObject({ appeal: id, isAccepted: z.boolean(), reason }),
  /** A leader lets a customer out of the pool: to somebody, or without recordings (A22). */
  poolReleased: z.strictObject({ effect: id, to: z.optional(id), reason }),
  /** 作废. */
  customerVoided: z.strictObject({ reason }),
  /** 合并 into another record of the same company: an edge (S18). */
  customerMerged: z.strictObject({ into: id, reason: z.optional(reason) }),
  /** Takes exactly the edges back that it cites (S18). */
  mergeUndone: z.strictObject({ merges: z.array(id).check(z.minLength(1), z.maxLength(20)), reason }),
  noticeSeen: z.strictObject({ notice: id }),
  contactAccessRequested: z.strictObject({ reason: z.optional(reason) }),
  contactAccessGranted: z.strictObject({ member: id, request: z.optional(id) }),
  /** Takes back an own event (or one of those led): a mark, a delivery, an attached file. */
  retracted: z.strictObject({ event: id, reason: z.optional(reason) }),

  /** Copies one row of a private document, with its receipt, when its contributor shares the customer (R72). */
  historyShared: z.strictObject({ row: text(8000), received: ms, mac: text(100) }),

  // mql: the subject is the lead. Never a phone number: everybody who gives leads reads it.
  leadRecorded: z.strictObject({
    name: text(120),
    territory: z.optional(id),
    source: text(120),
    campaign: z.optional(text(120)),
    /** When marketing got it. */
    receivedAtMs: ms,
    attributes: leadAttributes,
    remark: z.optional(text(500)),
    imported: z.optional(provenance),
  }),
  /** 派发: beside the customer that comes of it, which says who has it. */
  leadAssigned: z.strictObject({ to: id, territory: id }),
  /** 作废. */
  leadDiscarded: z.strictObject({ reason }),

  // contact
  contactSaved: z.strictObject({
    person: id,
    name: text(40),
    title: z.optional(text(60)),
    phone: z.optional(text(40)),
    wechat: z.optional(text(60)),
    email: z.optional(text(120)),
    address: z.optional(text(200)),
    removed: z.optional(z.literal(true)),
  }),

  // desk
  ...deskPayloadSchemas,
} as const;

export type EventType = keyof typeof payloadSchemas;
export type PayloadOf<Type extends EventType> = z.infer<(typeof payloadSchemas)[Type]>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type RichText = z.infer<typeof richTextSchema>;
export type TouchpointPlan = z.infer<typeof touchpoint>;
export type TaskOrigin = z.infer<typeof taskOrigin>;
export type CustomerProfile = z.infer<typeof profile>;
