import * as z from 'zod/mini';
import { fileSchema } from './events/file.ts';

/**
 * A playbook (SOP): the standard action pack beside a metric (R64): talk track, material, who works together, and the
 * tasks with their time. One part of the process each, so that every version is kept.
 */
const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

/** Of a playbook as canonical JSON: it travels as one event, which is refused above 16 KB with all that stands around it. */
export const MAX_PLAYBOOK_BYTES = 13 * 1024;
/** Materials of a playbook, each with one file at most: so many files, each as large as the relay takes one. */
export const MAX_MATERIALS = 10;

/** A text to send or to show, a file, or a file with a word about it. */
const materialSchema = z
  .strictObject({ name: text(60), body: z.optional(text(2000)), file: z.optional(fileSchema) })
  .check(z.refine(({ body, file }) => body !== undefined || file !== undefined, { path: ['body'] }));
export type Material = z.infer<typeof materialSchema>;

export const playbookSchema = z.strictObject({
  id: z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,64}$/)),
  name: text(40),
  /** The metric below whose benchmark it is offered; null = it is only in the library. */
  metric: z.nullable(text(80)),
  /** Talk track, read offline. */
  script: text(2700),
  /** 资料包. */
  materials: z.array(materialSchema).check(z.maxLength(MAX_MATERIALS)),
  /** 协同角色: who works together, in words, and on what. */
  roles: z.array(z.strictObject({ role: text(40), part: text(120) })).check(z.maxLength(10)),
  tasks: z
    .array(z.strictObject({ title: text(80), dueDays: z.int().check(z.positive(), z.maximum(365)) }))
    .check(z.minLength(1), z.maxLength(12)),
  /** A retired one keeps its versions and is offered no more. */
  isRetired: z.boolean(),
});
export type Playbook = z.infer<typeof playbookSchema>;
