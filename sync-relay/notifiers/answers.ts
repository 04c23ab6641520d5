import type { SendDelay, SendRefusal } from '#protocol';
import { BACK_OFF_MS, type SendOutcome } from './contract.ts';
import type { OutsideAnswer } from './http-client.ts';

const DETAIL_CHARS = 200;
const MINUTE_MS = 60_000;

export const refused = (reason: SendRefusal, detail: string): SendOutcome => ({
  kind: 'refused',
  reason,
  detail: detail.slice(0, DETAIL_CHARS),
});
export const retryLater = (reason: SendDelay, afterMs: number, detail: string): SendOutcome => ({
  kind: 'retryLater',
  reason,
  afterMs,
  detail: detail.slice(0, DETAIL_CHARS),
});
export const rateLimited = (detail: string): SendOutcome => retryLater('rateLimited', BACK_OFF_MS, detail);
export const busy = (detail: string): SendOutcome => retryLater('busy', 5_000, detail);

/** What a vendor's JSON says, or the outcome when there is none. */
export type VendorAnswer =
  | { readonly kind: 'said'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'outcome'; readonly outcome: SendOutcome };

const jsonObject = (text: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
};

/** Without a usable answer: what never left is tried again, what may have arrived never. */
export const transportOutcome = (answer: Exclude<OutsideAnswer, { kind: 'answered' }>): SendOutcome =>
  answer.kind === 'unreachable'
    ? retryLater('unreachable', MINUTE_MS, answer.detail)
    : { kind: 'unknown', detail: answer.detail };

/**
 * Reads an answer whose HTTP status says little: the verdict of these vendors is in the body. A page instead of JSON is
 * a proxy's or the vendor's own block; a gateway that gave up waiting may have passed the message on.
 */
export const readVendor = (answer: OutsideAnswer): VendorAnswer => {
  if (answer.kind !== 'answered') return { kind: 'outcome', outcome: transportOutcome(answer) };
  const { status, text } = answer;
  if (status === 504) return { kind: 'outcome', outcome: { kind: 'unknown', detail: 'HTTP 504' } };
  if (status === 429) return { kind: 'outcome', outcome: rateLimited('HTTP 429') };
  const body = jsonObject(text);
  if (body !== null) return { kind: 'said', body };
  return { kind: 'outcome', outcome: retryLater('notVendor', BACK_OFF_MS, `HTTP ${status}: ${text.slice(0, 80)}`) };
};

export const numberIn = (body: Readonly<Record<string, unknown>>, name: string): number | null => {
  const value = body[name];
  return typeof value === 'number' ? value : null;
};
export const textIn = (body: Readonly<Record<string, unknown>>, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};
