import * as z from 'zod/mini';
import { ID_PATTERN } from '../ids.ts';
import { conditionSchema } from './condition.ts';
import { durationSchema } from './duration.ts';

/**
 * A rule as data (architecture §4): when something happens or has lasted (`on`), and `where` holds, the first branch
 * whose `when` holds acts; a person may stop it (`brake`), and if nobody moves it climbs (`escalate`).
 */
const id = z.string().check(z.regex(ID_PATTERN));
const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const colour = z.enum(['green', 'yellow', 'red']);

/** Whom a rule means: a place in the company, never a name, so that it survives people coming and going. */
export const ROUTES = [
  'owner', // 负责人
  'directManager', // 直属主管
  'regionalManager', // 区域经理
  'companyOwner', // 老板
  'presales', // 售前工程师
  'fieldAuthors', // 填写这些字段的人
] as const;
export type Route = (typeof ROUTES)[number];
const route = z.enum(ROUTES);

/**
 * What wakes a rule. Each kind names one sort of occurrence with one event as its cause; the semantics of each stand
 * in `occurrences.ts`. `for` / `after` count from the occurrence's beginning.
 */
const triggerSchema = z.discriminatedUnion('kind', [
  /** The card has stood on this colour for that long; `automatic`: only where a rule set it. */
  z.strictObject({
    kind: z.literal('markStands'),
    colour,
    automatic: z.optional(z.literal(true)),
    for: durationSchema,
  }),
  /** Entry into green with its confirmation on file (S17). */
  z.strictObject({ kind: z.literal('greenEntered') }),
  /** A green that a person set through the brake, without its confirmation, for that long (A5). */
  z.strictObject({ kind: z.literal('greenAwaitsDocument'), for: durationSchema }),
  /** Two red marks in one run on two days (S14, A1). */
  z.strictObject({ kind: z.literal('redTwice') }),
  /** No two-way contact for that long, on a customer that had one before (R18, A2, A23). */
  z.strictObject({ kind: z.literal('silent'), for: durationSchema }),
  /** No two-way contact at all since the customer is known here (R18). */
  z.strictObject({ kind: z.literal('neverFollowedUp'), for: durationSchema }),
  /** The customer has not answered our quote (R77). */
  z.strictObject({ kind: z.literal('quoteUnanswered'), for: durationSchema }),
  /** We have not answered the customer's inquiry: our gap, never his (R77). */
  z.strictObject({ kind: z.literal('inquiryUnanswered'), for: durationSchema }),
  /** An agreed touchpoint has passed without news (R35, S25). */
  z.strictObject({ kind: z.literal('touchpointPassed'), after: durationSchema }),
  /** A promised deliverable is overdue. */
  z.strictObject({ kind: z.literal('promiseOverdue'), after: durationSchema }),
  /** In this stage (any, when absent) for that long; without `for`, for the stage's own limit. */
  z.strictObject({ kind: z.literal('stageStay'), stage: z.optional(id), for: z.optional(durationSchema) }),
  z.strictObject({ kind: z.literal('stageEntered'), stage: z.optional(id) }),
  /** One or more stages were passed over (R11). */
  z.strictObject({ kind: z.literal('stageSkipped') }),
  /** Nobody is responsible for that long. */
  z.strictObject({ kind: z.literal('unowned'), for: durationSchema }),
  /** A lead given to somebody waits to be accepted, or after that for the first visit (R51, R83). */
  z.strictObject({ kind: z.literal('leadWaiting'), for: durationSchema }),
  /** `where` holds, since the newest of the fields it reads was filled: a contradiction between fields (R12). */
  z.strictObject({ kind: z.literal('holds') }),
]);
export type Trigger = z.infer<typeof triggerSchema>;
export type TriggerKind = Trigger['kind'];
export const TRIGGER_KINDS = triggerSchema.def.options.map(
  (option) => option.shape.kind.def.values[0],
) as TriggerKind[];

/** Process gaps a rule can open (R8). */
export const GAP_KINDS = ['skippedStage', 'contradiction', 'unowned', 'overdue', 'missingRecord'] as const;
export type GapKind = (typeof GAP_KINDS)[number];

/** The closed list of what a rule may do. At most one of each kind per branch. */
const actionSchema = z.discriminatedUnion('kind', [
  /** Sets the card; never to green, which needs a person's word. */
  z.strictObject({
    kind: z.literal('mark'),
    colour: z.enum(['yellow', 'red']),
    ground: z.optional(z.enum(['sourceDoubtful', 'noInteraction', 'noHistory'])),
  }),
  z.strictObject({ kind: z.literal('task'), title: text(60), to: route, due: durationSchema }),
  /** Tells people; `text` in the manager's words, absent = the trigger's own sentence. */
  z.strictObject({
    kind: z.literal('alert'),
    to: z.array(route).check(z.minLength(1), z.maxLength(6)),
    text: z.optional(text(200)),
    /** Also sent outside (DingTalk …), with the last three notes (R36). */
    message: z.boolean(),
  }),
  /** Opens a process gap in the register, held by the route until the occurrence ends (R8). */
  z.strictObject({ kind: z.literal('gap'), gap: z.enum(GAP_KINDS), holder: route }),
  /** Into the cleansing pool, the owner's follow-up suspended (R23). */
  z.strictObject({ kind: z.literal('pool') }),
]);
export type Action = z.infer<typeof actionSchema>;
export type ActionKind = Action['kind'];

/** Who may undo what the rule did, until when, and whether he has to say why (R80). */
const brakeSchema = z.strictObject({
  who: z.array(z.enum(['owner', 'manager'])).check(z.minLength(1), z.maxLength(2)),
  /** `null` = as long as the effect stands. */
  within: z.nullable(durationSchema),
  reason: z.boolean(),
  /**
   * `override`: sets green for now, the confirmation follows (R78). `close`: ends the alert or task, until a date if
   * given (R79). `appeal`: the appeal form with its files (R24).
   */
  exit: z.enum(['override', 'close', 'appeal']),
  /** What 'close' pre-fills. */
  note: z.optional(text(200)),
});
export type Brake = z.infer<typeof brakeSchema>;

/** One rung: so long after the rule acted, tell somebody, or let him take over the task, else the customer (R9). */
const rungSchema = z.strictObject({
  id,
  after: durationSchema,
  to: route,
  act: z.enum(['tell', 'takeOver']),
});
export type Rung = z.infer<typeof rungSchema>;
const ladder = z.array(rungSchema).check(z.maxLength(6));

const branchSchema = z.strictObject({
  when: conditionSchema,
  do: z.array(actionSchema).check(z.minLength(1), z.maxLength(5)),
  /** The branch's own exit; absent = the rule's. */
  brake: z.optional(brakeSchema),
  /** The branch's own ladder, e.g. per stage or customer grade; absent = the rule's. */
  escalate: z.optional(ladder),
});
export type Branch = z.infer<typeof branchSchema>;

/** Groups of the designer's list. */
export const RULE_GROUPS = ['statusCard', 'note', 'touchpoint', 'stage', 'company'] as const;

export const ruleSchema = z.strictObject({
  id: z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,64}$/)),
  name: text(40),
  group: z.enum(RULE_GROUPS),
  /** A rule that is off keeps its place and history. */
  isOn: z.boolean(),
  on: triggerSchema,
  where: conditionSchema,
  branches: z.array(branchSchema).check(z.minLength(1), z.maxLength(8)),
  /** Absent only in a draft: publishing refuses a rule without (R80). */
  brake: z.optional(brakeSchema),
  escalate: ladder,
});
export type Rule = z.infer<typeof ruleSchema>;
