/**
 * Identifiers. All are opaque ASCII strings of letters, digits, `_` and `-`, at most 64 long, and are
 * independent of clock, position and Yjs clientID, so that an entry keeps its identity when an outbox is
 * encoded again. Randomness never happens in `rules`: new ids come in as arguments.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type EventId = Branded<'EventId'>;
export type MemberId = Branded<'MemberId'>;
export type DeviceId = Branded<'DeviceId'>;
export type CustomerId = Branded<'CustomerId'>;
/** A marketing lead; not a customer yet. */
export type LeadId = Branded<'LeadId'>;
export type OpportunityId = Branded<'OpportunityId'>;
export type TerritoryId = Branded<'TerritoryId'>;
export type StoreId = Branded<'StoreId'>;
/** Identity of something a rule caused: `effectId(rule, subject, cause)`; equal on every device. */
export type EffectId = Branded<'EffectId'>;
/** Lower-case hex SHA-256 of a file's bytes. */
export type BlobHash = Branded<'BlobHash'>;
export type StageId = string;

export const ID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;
export const BLOB_HASH_PATTERN = /^[0-9a-f]{64}$/;

/** Form of an effect's id: no event may have one, or it would stand for what a rule did. */
const EFFECT_PATTERN = /^[0-9a-f]{40}$/;
export const isEffectId = (id: string): boolean => EFFECT_PATTERN.test(id);

export const isId = (value: unknown): value is string => typeof value === 'string' && ID_PATTERN.test(value);
export const isBlobHash = (value: unknown): value is BlobHash =>
  typeof value === 'string' && BLOB_HASH_PATTERN.test(value);
