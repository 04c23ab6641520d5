import { createHmac } from 'node:crypto';
import { isId } from '#rules';
import { isSameText } from '../authn/secrets.ts';

/** What one link allows: one member, one appointment, one purpose, for a while. */
export interface LinkClaims {
  readonly purpose: 'touchpoint';
  readonly member: string;
  readonly effect: string;
  readonly customer: string;
  /** The note that made the appointment, and when the appointment was when the link was made, ms. */
  readonly note: string;
  readonly appointmentMs: number;
  readonly expiresAtMs: number;
}

/** Links that carry their own right, signed by the relay; nothing is stored for one. */
export interface LinkTokens {
  make(claims: LinkClaims): string;
  /** Null for anything this relay did not sign in exactly this form. Says nothing about time. */
  read(token: string): LinkClaims | null;
}

const VERSION = 1;
const TOKEN = /^([\w-]{20,800})\.([\w-]{43})$/;
const isMs = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const claimsIn = (text: string): LinkClaims | null => {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 8) return null;
  const [version, purpose, member, effect, customer, note, appointmentMs, expiresAtMs] = parts as readonly unknown[];
  if (version !== VERSION || purpose !== 'touchpoint') return null;
  if (!isId(member) || !isId(effect) || !isId(customer) || !isId(note)) return null;
  if (!isMs(appointmentMs) || !isMs(expiresAtMs)) return null;
  return { purpose, member, effect, customer, note, appointmentMs, expiresAtMs };
};

/** `key` is used for nothing else. */
export const makeLinkTokens = (key: Uint8Array): LinkTokens => {
  const sign = (body: string): string => createHmac('sha256', key).update(body).digest('base64url');
  return {
    make({ purpose, member, effect, customer, note, appointmentMs, expiresAtMs }) {
      const parts = [VERSION, purpose, member, effect, customer, note, appointmentMs, expiresAtMs];
      const body = Buffer.from(JSON.stringify(parts)).toString('base64url');
      return `${body}.${sign(body)}`;
    },
    read(token) {
      const [, body = '', mac = ''] = TOKEN.exec(token) ?? [];
      return body !== '' && isSameText(mac, sign(body)) ? claimsIn(body) : null;
    },
  };
};
