import * as z from 'zod/mini';
import { ID_PATTERN } from '../ids.ts';

/**
 * Payloads of a desk: what a person and those who lead him tell each other about the person's work (decision 0018).
 * The subject is the member whose desk it is.
 */
const id = z.string().check(z.regex(ID_PATTERN));
const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const ms = z.int().check(z.nonnegative(), z.maximum(253_402_300_799_999));
const key = text(80);
const count = z.int().check(z.nonnegative(), z.maximum(10_000_000));

/** Where a swing of the funnel was seen: the stage and ISO week of the cohort, under which filter. */
const swing = z.strictObject({ stage: text(40), week: text(10), scope: text(400) });

/** A cause as the finder stated it, kept so that a verdict speaks of what was shown (R52). */
const foundCause = z.strictObject({
  attribute: key,
  value: text(120),
  /** Of the stuck, so many have it; and of the others. */
  stuckWith: count,
  stuck: count,
  otherWith: count,
  others: count,
});

export const deskPayloadSchemas = {
  /** A standard action pack, given to the person whose desk this is (R63-R65). */
  playbookSent: z.strictObject({
    playbook: key,
    /** Event id of the playbook's version, or `template`. */
    version: id,
    /** The same for everybody it was sent to by one press. */
    act: z.optional(id),
    metric: z.optional(key),
    remark: z.optional(text(500)),
    /** What is to be done, with its deadline: as it was when sent. */
    tasks: z.array(z.strictObject({ title: text(80), dueMs: ms })).check(z.maxLength(12)),
    customers: z.optional(z.array(id).check(z.maxLength(50))),
    /** After so many days its effect is looked at (R65). */
    effectAfterDays: z.int().check(z.positive(), z.maximum(365)),
  }),
  playbookWithdrawn: z.strictObject({ sent: id, reason: z.optional(text(300)) }),
  /** The person's device has it; he has opened it; he has done one of its tasks. */
  playbookReceived: z.strictObject({ sent: id }),
  playbookRead: z.strictObject({ sent: id }),
  playbookTaskDone: z.strictObject({
    sent: id,
    task: z.int().check(z.nonnegative(), z.maximum(11)),
    remark: z.optional(text(300)),
  }),
  /** The leader's own guess, written before the evidence is shown (R52). */
  causeGuessed: z.strictObject({ swing, guess: text(300), found: z.nullable(foundCause) }),
  /** His verdict on what the finder said, some weeks later (A21). */
  causeJudged: z.strictObject({
    guess: id,
    verdict: z.enum(['right', 'wrong', 'undecided']),
    reason: z.optional(text(300)),
  }),
  /** What a leader did with suggested leads (R49, R50). */
  suggestionAnswered: z.strictObject({
    suggestion: id,
    answer: z.enum(['accepted', 'declined']),
    reason: z.optional(text(300)),
    leads: z.array(id).check(z.maxLength(10)),
  }),
  /** A coaching card was read, by the person or by who leads him (R87). */
  coachingSeen: z.strictObject({ card: id, remark: z.optional(text(300)) }),
} as const;

/** Types that stand on a desk. */
export type DeskEventType = keyof typeof deskPayloadSchemas;
export type FoundCause = z.infer<typeof foundCause>;
export type Swing = z.infer<typeof swing>;
