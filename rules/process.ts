import * as z from 'zod/mini';
import { ruleSchema } from './automation/rule.ts';
import { calendarSchema } from './calendar/calendar-data.ts';
import { suggestionSettingsSchema } from './insights/suggestion-settings.ts';
import { metricSettingsSchema } from './metrics/metric-settings.ts';
import { playbookSchema } from './playbook.ts';
import { CUSTOM_FIELD, MAX_PLAYBOOKS, MAX_RULES } from './process-limits.ts';

/**
 * A company's process as data: what `processPublished` carries and the default template ships.
 * Every number the article names is a setting here (requirements §0).
 */
const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const count = z.int().check(z.nonnegative(), z.maximum(100_000));
const fieldId = text(40);
const fieldIds = z.array(fieldId).check(z.maxLength(60));

const stage = z.strictObject({
  id: text(40),
  name: text(20),
  /** Days a customer may stay before it is 超期 (A4). */
  limitDays: z.int().check(z.positive(), z.maximum(10_000)),
  /** Fields that must be filled before this stage is entered, from wherever (R9). */
  requiredFields: fieldIds,
  /** More that are needed when it is entered from a certain stage. */
  transitions: z.array(z.strictObject({ from: text(40), requiredFields: fieldIds })).check(z.maxLength(20)),
});

/** A field the company created itself (R15). A retired one keeps its values and leaves the forms. */
const customField = z.strictObject({
  id: z.string().check(z.regex(CUSTOM_FIELD)),
  name: text(20),
  of: z.enum(['customer', 'opportunity']),
  type: z.enum(['text', 'number', 'money', 'date', 'choice', 'tags']),
  options: z
    .array(
      z.strictObject({
        id: text(40),
        name: text(30),
        /** A rule per option: choosing it needs these filled too. */
        requires: fieldIds,
      }),
    )
    .check(z.maxLength(40)),
  isRetired: z.boolean(),
});
export type CustomField = z.infer<typeof customField>;

const formField = z.strictObject({ field: fieldId, isRequired: z.boolean() });

/** What the columns and the rows of a board's component may be. */
export const BOARD_AXES = ['stage', 'week', 'territory', 'team', 'person', 'store', 'product', 'source'] as const;
export type BoardAxis = (typeof BOARD_AXES)[number];

/** One grid on the funnel page (R104). */
const boardComponent = z.strictObject({
  id: text(40),
  name: text(20),
  x: z.enum(BOARD_AXES),
  y: z.enum(BOARD_AXES),
  /** 新增客户数: customers who entered; 有效触点数 (行为强度): two-way contacts (A2). */
  value: z.enum(['entered', 'touchpoints']),
  /** Small figures on top of the value: mean days of stay, customers overdue. */
  overlay: z.enum(['stayAndOverdue', 'stay', 'overdue', 'none']),
  corner: z.enum(['topRight', 'topLeft', 'bottomRight']),
});
export type BoardComponent = z.infer<typeof boardComponent>;

export const processSchema = z.strictObject({
  name: text(60),
  stages: z.array(stage).check(z.minLength(2), z.maxLength(20)),
  fields: z.array(customField).check(z.maxLength(60)),
  forms: z.strictObject({
    /** Fields of a new customer and of its profile, in order; the name is always there. */
    customer: z.array(formField).check(z.maxLength(60)),
  }),
  statusCard: z.strictObject({
    /** Days without valid interaction that ground a red (R18). */
    silentDays: z.int().check(z.positive(), z.maximum(10_000)),
    /** Green needs at least one attached PDF of 客户需求确认书 (R20). */
    greenNeedsConfirmation: z.boolean(),
    /** Fields that each colour needs filled, besides its own questions (R19). */
    requiredFields: z.strictObject({ green: fieldIds, yellow: fieldIds, red: fieldIds }),
  }),
  /** 熔断保护 (R23, A1). */
  breaker: z.strictObject({
    /** Days a new or imported customer is left alone. */
    graceDays: count,
    /** Days after go-live before anything is pooled by itself; pooling starts on the day after. */
    quietDays: count,
    /** Most customers of one salesperson per day. */
    capPerDay: z.int().check(z.positive(), z.maximum(10_000)),
    /** Hours a manager has to reject an appeal. */
    appealHours: z.int().check(z.positive(), z.maximum(10_000)),
    /** 先审后恢复: an appeal restores only when accepted (A22). */
    appealNeedsApproval: z.boolean(),
  }),
  visitNote: z.strictObject({
    /** Hard limit in graphemes (A20). */
    deliverableLimit: z.int().check(z.positive()),
    /** By concern: words of which the deliverable must hold one (R33, A7). */
    keywords: z.record(z.string(), z.array(text(40)).check(z.maxLength(60))),
    /** Other words for a keyword: any of them counts as it. */
    synonyms: z.array(z.strictObject({ word: text(40), means: z.array(text(40)).check(z.maxLength(30)) })),
    /** Words that promise nothing: warned, not refused (R30). */
    vagueWords: z.array(z.string()),
  }),
  heatmap: z.strictObject({
    /** Overdue days above which a row is highlighted (R45). */
    highlightOverdueDays: z.int().check(z.nonnegative()),
    weeks: z.int().check(z.positive(), z.maximum(520)),
  }),
  board: z.strictObject({ components: z.array(boardComponent).check(z.minLength(1), z.maxLength(8)) }),
  calendar: calendarSchema,
  rules: z.array(ruleSchema).check(z.maxLength(MAX_RULES)),
  /** Benchmarks, targets, who answers for a definition (R6, A18). */
  metrics: metricSettingsSchema,
  playbooks: z.array(playbookSchema).check(z.maxLength(MAX_PLAYBOOKS)),
  /** 线索分配建议 (R49, R50). */
  suggestion: suggestionSettingsSchema,
});
export type Process = z.infer<typeof processSchema>;

/**
 * What is published at once: one part, or one rule. Parts have versions of their own, so that two people who change
 * different things apart lose nothing, and an event stays small (docs/decisions/0014).
 */
const { stages, fields, forms, statusCard, breaker, visitNote, heatmap, board, calendar, metrics, suggestion } =
  processSchema.shape;
export const processPartSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stages'), stages }),
  z.strictObject({ kind: z.literal('fields'), fields }),
  z.strictObject({ kind: z.literal('forms'), forms }),
  z.strictObject({ kind: z.literal('statusCard'), statusCard }),
  z.strictObject({ kind: z.literal('breaker'), breaker }),
  z.strictObject({ kind: z.literal('visitNote'), visitNote }),
  z.strictObject({ kind: z.literal('heatmap'), heatmap }),
  z.strictObject({ kind: z.literal('board'), board }),
  z.strictObject({ kind: z.literal('calendar'), calendar }),
  z.strictObject({ kind: z.literal('metrics'), metrics }),
  z.strictObject({ kind: z.literal('suggestion'), suggestion }),
  z.strictObject({ kind: z.literal('rule'), rule: ruleSchema }),
  z.strictObject({ kind: z.literal('playbook'), playbook: playbookSchema }),
]);
export type ProcessPart = z.infer<typeof processPartSchema>;

export type Stage = Process['stages'][number];
export type FormField = z.infer<typeof formField>;
