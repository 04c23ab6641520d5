import * as z from 'zod/mini';

/**
 * HTTP beside the socket. All bodies are JSON; errors are `{ error: HttpErrorCode }` with the status of the
 * table. Session: `jieli_session` cookie, HttpOnly, SameSite=Strict; writes also carry header
 * `x-jieli-csrf: <csrf from the session answer>` and must have the relay's own Origin.
 */
const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

/** `POST /api/join`: redeems an owner link or an invite (secret from the URL fragment) and starts a session. */
export const joinRequest = z.strictObject({
  secret: z.string().check(z.minLength(16), z.maxLength(128)),
  device: id,
  /** JWK of the device's P-256 public key. */
  publicKey: z.record(z.string(), z.unknown()),
  /** Needed only for the owner link: how the founder is called. */
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(40))),
});
/** `GET /api/join/<kind>` is not offered: an invite is looked at with `POST /api/invites/look {secret}`. */
export const lookRequest = z.strictObject({ secret: z.string().check(z.minLength(16), z.maxLength(128)) });
export interface InviteLook {
  readonly kind: 'owner' | 'member';
  /** Whom it signs in; null for a founder who does not exist yet. */
  readonly member: string | null;
  readonly name: string | null;
  readonly company: string | null;
}
export interface SessionAnswer {
  readonly member: string;
  readonly device: string;
  readonly csrf: string;
}
/** `POST /api/devices/replace {device}`: a cloned or forked device goes on under a new device id (S9). */
export const replaceDeviceRequest = z.strictObject({ device: id });

/**
 * `GET /api/devices`: own devices and those of people the asker leads. `POST /api/devices/end {device}`: ends one of
 * them for good (lost phone); its sockets close with `deviceRevoked`, its next request is told to wipe.
 */
export const endDeviceRequest = z.strictObject({ device: id });
export interface DevicesAnswer {
  readonly devices: readonly {
    readonly device: string;
    readonly member: string;
    /** Start of its session, relay time in ms. */
    readonly since: number;
  }[];
}

/** `POST /api/invites {member}` for a member already invited in `org`; single use, 48 h. */
export const inviteRequest = z.strictObject({ member: id });
export interface InviteAnswer {
  /** `<PUBLIC_URL>/join#<secret>` */
  readonly link: string;
  readonly expiresAt: number;
}
/** `POST /api/ticket` → one-use socket ticket, 30 s. */
export interface TicketAnswer {
  readonly ticket: string;
}

/** `POST /api/contacts/batch {customers}`: own customers' contact rows. `POST /api/contacts/reveal {customer}`: one, logged. */
export const contactBatchRequest = z.strictObject({ customers: z.array(id).check(z.maxLength(200)) });
export const contactRevealRequest = z.strictObject({ customer: id });
export interface ContactRows {
  readonly customer: string;
  readonly rows: readonly { readonly row: string; readonly received: number }[];
}
export interface ContactAnswer {
  readonly contacts: readonly ContactRows[];
  /** Customers asked for that this member may not see. */
  readonly refused: readonly string[];
}

/** `POST /api/admin/backup-made {tick}`: a copy elsewhere holds everything up to this tick (S11). The owner's. */
export const backupRequest = z.strictObject({ tick: z.int().check(z.nonnegative()) });
