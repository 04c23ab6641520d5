import * as z from 'zod/mini';

/** What a lead and a person's won customers are compared by (R50, A10). */
export const MATCH_FACTORS = ['industry', 'size', 'region', 'source', 'product', 'decisionMaker'] as const;
export type MatchFactor = (typeof MATCH_FACTORS)[number];

const weight = z.int().check(z.nonnegative(), z.maximum(100));
const weeks = z.int().check(z.positive(), z.maximum(26));

export const suggestionSettingsSchema = z.strictObject({
  /** Nobody new in this stage calls for a suggestion. */
  stage: z.string().check(z.minLength(1), z.maxLength(40)),
  /** So many completed weeks without anybody new; suggested again after as many more. */
  emptyWeeks: weeks,
  /** Weeks with at most so many working days do not count. */
  shortWeekDays: z.int().check(z.nonnegative(), z.maximum(7)),
  /** Only leads above it, strictly. */
  threshold: z.int().check(z.nonnegative(), z.maximum(100)),
  /** Won customers that a profile takes; a person with fewer is compared with his team. */
  minimumWon: z.int().check(z.positive(), z.maximum(1000)),
  weights: z.strictObject({
    industry: weight,
    size: weight,
    region: weight,
    source: weight,
    product: weight,
    decisionMaker: weight,
  }),
});
export type SuggestionSettings = z.infer<typeof suggestionSettingsSchema>;
