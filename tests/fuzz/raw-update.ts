import * as encoding from 'lib0/encoding';

/**
 * Writes updates no honest Yjs would: every field of the v1 format can be set apart, right or wrong. Byte strings
 * stand for parts that are wrong below the level of fields.
 */
export type RawId = readonly [client: number, clock: number];

export interface RawStruct {
  /** Content kind; by default 8 (plain values). */
  readonly kind?: number;
  readonly origin?: RawId;
  readonly right?: RawId;
  /** Root name, or the element that is the parent. Left out when there is an origin. */
  readonly parent?: string | RawId;
  readonly sub?: string;
  /** Bits to set in the info byte whatever else is there. */
  readonly extraInfo?: number;
  readonly content: Uint8Array;
}
export interface RawGroup {
  readonly client: number;
  readonly clock: number;
  readonly structs: readonly RawStruct[];
  /** Declared number of structs, when it lies. */
  readonly declared?: number;
}
export interface RawUpdate {
  readonly groups: readonly RawGroup[];
  readonly declaredGroups?: number;
  /** Delete set: client → ranges. */
  readonly deletes?: readonly { readonly client: number; readonly ranges: readonly RawId[] }[];
  readonly trailing?: Uint8Array;
}

const build = (write: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
};

export const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
export const varUint = (value: number): Uint8Array => build((encoder) => encoding.writeVarUint(encoder, value));
export const varString = (text: string): Uint8Array => build((encoder) => encoding.writeVarString(encoder, text));
/** One plain value as lib0 writes it. */
export const anyValue = (value: unknown): Uint8Array =>
  build((encoder) => encoding.writeAny(encoder, value as Parameters<typeof encoding.writeAny>[1]));

/** Content of kind 8 holding these encoded values; `declared` lies about how many. */
export const anyContent = (values: readonly Uint8Array[], declared = values.length): Uint8Array =>
  join(varUint(declared), ...values);
export const rowContent = (...texts: readonly string[]): Uint8Array =>
  anyContent(texts.map((text) => join(Uint8Array.of(119), varString(text))));

/** A number in more bytes than it needs. */
export const paddedVarUint = (value: number): Uint8Array => {
  const bytes = varUint(value);
  const last = bytes.length - 1;
  return join(bytes.subarray(0, last), Uint8Array.of((bytes[last] ?? 0) | 0x80, 0));
};

const writeId = (encoder: encoding.Encoder, [client, clock]: RawId): void => {
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
};

const writeStruct = (encoder: encoding.Encoder, struct: RawStruct): void => {
  const { kind = 8, origin, right, parent, sub, extraInfo = 0, content } = struct;
  const info = kind | (origin ? 0x80 : 0) | (right ? 0x40 : 0) | (sub === undefined ? 0 : 0x20) | extraInfo;
  encoding.writeUint8(encoder, info);
  if (origin) writeId(encoder, origin);
  if (right) writeId(encoder, right);
  if (!origin && !right && parent !== undefined) {
    encoding.writeVarUint(encoder, typeof parent === 'string' ? 1 : 0);
    if (typeof parent === 'string') encoding.writeVarString(encoder, parent);
    else writeId(encoder, parent);
    if (sub !== undefined) encoding.writeVarString(encoder, sub);
  }
  encoding.writeUint8Array(encoder, content);
};

export const rawUpdate = ({ groups, declaredGroups, deletes = [], trailing }: RawUpdate): Uint8Array =>
  build((encoder) => {
    encoding.writeVarUint(encoder, declaredGroups ?? groups.length);
    for (const { client, clock, structs, declared } of groups) {
      encoding.writeVarUint(encoder, declared ?? structs.length);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      for (const struct of structs) writeStruct(encoder, struct);
    }
    encoding.writeVarUint(encoder, deletes.length);
    for (const { client, ranges } of deletes) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, ranges.length);
      for (const range of ranges) writeId(encoder, range);
    }
    if (trailing) encoding.writeUint8Array(encoder, trailing);
  });
