import * as z from 'zod/mini';

/**
 * A playbook (SOP): the standard action pack beside a metric (R64): talk track, material, who works together, and the
 * tasks with their time. One part of the process each, so that every version is kept.
 */
const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

export const playbookSchema = z.strictObject({
  id: z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,64}$/)),
  name: text(40),
  /** The metric below whose benchmark it is offered; null = it is only in the library. */
  metric: z.nullable(text(80)),
  /** Talk track, read offline. */
  script: text(4000),
  /** 资料包: texts to send or to show. */
  materials: z.array(z.strictObject({ name: text(60), body: text(2000) })).check(z.maxLength(10)),
  /** 协同角色: who works together, in words, and on what. */
  roles: z.array(z.strictObject({ role: text(40), part: text(120) })).check(z.maxLength(10)),
  tasks: z
    .array(z.strictObject({ title: text(80), dueDays: z.int().check(z.positive(), z.maximum(365)) }))
    .check(z.minLength(1), z.maxLength(12)),
  /** A retired one keeps its versions and is offered no more. */
  isRetired: z.boolean(),
});
export type Playbook = z.infer<typeof playbookSchema>;
