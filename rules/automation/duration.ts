import * as z from 'zod/mini';

/** Units a limit may be given in; the working ones follow the company's calendar (R96). */
export const DURATION_UNITS = ['minute', 'hour', 'day', 'workingHour', 'workingDay'] as const;

/** A length of time as a manager writes it. `0 day` = at once. */
export const durationSchema = z.strictObject({
  amount: z.int().check(z.nonnegative(), z.maximum(100_000)),
  unit: z.enum(DURATION_UNITS),
});
export type Duration = z.infer<typeof durationSchema>;
