import type { IncomingMessage } from 'node:http';
import { type Authn, isSameText, type Session } from '../authn/authn.ts';
import { cookieFrom, HttpRefusal } from './exchange.ts';

export const SESSION_COOKIE = 'jieli_session';
/** The longest life browsers keep a cookie for: a device offline for months stays signed in. */
const COOKIE_SECONDS = 400 * 24 * 3600;

/** What a device that was ended (lost, stolen) holds is wiped at its next contact, by the browser itself. */
const WIPE = { 'clear-site-data': '"cache", "cookies", "storage"' } as const;

export interface SignedIn {
  readonly session: Session;
  readonly secret: string;
}

export const sessionCookie = (secret: string, isSecure: boolean): string =>
  `${SESSION_COOKIE}=${secret}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;

export const endedCookie = (isSecure: boolean): string =>
  `${SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;

export interface SessionGuard {
  /** Who reads. @throws HttpRefusal `notSignedIn` */
  reader(request: IncomingMessage): SignedIn;
  /** Who writes: own Origin and the session's CSRF token besides. @throws HttpRefusal */
  writer(request: IncomingMessage): SignedIn;
  /** A write before there is a session. @throws HttpRefusal `wrongOrigin` */
  stranger(request: IncomingMessage): void;
}

export const makeSessionGuard = (
  authn: Authn,
  isOwnOrigin: (origin: string | undefined, host: string | undefined) => boolean,
): SessionGuard => {
  const stranger = (request: IncomingMessage): void => {
    if (!isOwnOrigin(request.headers.origin, request.headers.host)) throw new HttpRefusal('wrongOrigin');
  };
  const reader = (request: IncomingMessage): SignedIn => {
    const secret = cookieFrom(request.headers.cookie ?? '', SESSION_COOKIE);
    const session = secret ? authn.session(secret) : null;
    if (secret && !session && authn.isEnded(secret)) throw new HttpRefusal('notSignedIn', WIPE);
    if (!secret || !session) throw new HttpRefusal('notSignedIn');
    return { session, secret };
  };
  return {
    stranger,
    reader,
    writer(request) {
      stranger(request);
      const signedIn = reader(request);
      const token = request.headers['x-jieli-csrf'];
      if (typeof token !== 'string' || !isSameText(token, signedIn.session.csrf)) throw new HttpRefusal('csrf');
      return signedIn;
    },
  };
};
