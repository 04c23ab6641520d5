import * as z from 'zod/mini';
import type { DecideContext, Refusal } from '../commands.ts';
import { type EventType, payloadSchemas } from '../events/payloads.ts';
import { refusal } from './outcome.ts';

const isMissing = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const valueAt = (payload: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    payload,
  );

/** What the payload's shape lacks or has wrong: `required` with the field's path, or `invalid`. Empty = it fits. */
export const shapeRefusals = (type: EventType, payload: unknown, context: DecideContext): readonly Refusal[] => {
  const parsed = z.safeParse(payloadSchemas[type], payload);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) =>
    refusal(context, {
      code: isMissing(valueAt(payload, issue.path)) ? 'required' : 'invalid',
      rule: `shape.${type}`,
      field: issue.path.map(String).join('.'),
    }),
  );
};
