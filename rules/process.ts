import * as z from 'zod/mini';

/**
 * A company's process as data: what `processPublished` carries and the default template ships.
 * Every number the article names is a setting here (requirements §0).
 */
const stage = z.strictObject({
  id: z.string().check(z.minLength(1), z.maxLength(40)),
  name: z.string().check(z.minLength(1), z.maxLength(20)),
  /** Days a customer may stay before it is 超期 (A4). */
  limitDays: z.int().check(z.positive()),
  /** Fields that must be filled before this stage is entered (R9). */
  requiredFields: z.array(z.string()),
});

export const processSchema = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(60)),
  stages: z.array(stage).check(z.minLength(2), z.maxLength(20)),
  statusCard: z.strictObject({
    /** Days without valid interaction that ground a red (R18). */
    silentDays: z.int().check(z.positive()),
    /** Green needs at least one attached PDF of 客户需求确认书 (R20). */
    greenNeedsConfirmation: z.boolean(),
  }),
  presalesTask: z.strictObject({
    title: z.string().check(z.minLength(1), z.maxLength(60)),
    dueHours: z.int().check(z.positive()),
  }),
  visitNote: z.strictObject({
    /** Hard limit in graphemes (A20). */
    deliverableLimit: z.int().check(z.positive()),
    /** Any one keyword of the list for the chosen concern must occur in the deliverable (R33, A7). */
    keywords: z.record(z.string(), z.array(z.string())),
    /** Words that promise nothing: warned, not refused (R30). */
    vagueWords: z.array(z.string()),
  }),
  heatmap: z.strictObject({
    /** Overdue days above which a row is highlighted (R45). */
    highlightOverdueDays: z.int().check(z.nonnegative()),
    weeks: z.int().check(z.positive()),
  }),
});
export type Process = z.infer<typeof processSchema>;
export type Stage = Process['stages'][number];
