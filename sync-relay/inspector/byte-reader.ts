/** Bytes that are no well-formed update; the inspector turns it into a reject, nothing of it leaves this folder. */
export class MalformedBytes extends Error {
  override readonly name = 'MalformedBytes';
}

const MAX_SAFE_HIGH = 2 ** 53;

/**
 * Reads lib0-encoded bytes from hostile senders: every read is bounds-checked first, varints must be in their
 * shortest form (one value, one encoding: otherwise two texts of one update exist), and nothing is allocated
 * from a declared length.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new MalformedBytes('ends inside a structure');
    this.at += 1;
    return value;
  }

  /** Canonical unsigned varint up to 2^53 - 1. */
  varUint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const part = this.byte();
      value += (part & 0x7f) * scale;
      if (value >= MAX_SAFE_HIGH) throw new MalformedBytes('number beyond 2^53');
      if (part < 0x80) {
        if (part === 0 && scale > 1) throw new MalformedBytes('number not in its shortest form');
        return value;
      }
      scale *= 128;
      if (scale > MAX_SAFE_HIGH) throw new MalformedBytes('number too long');
    }
  }

  /** View of the next `length` bytes, no copy. */
  slice(length: number): Uint8Array {
    if (length > this.left) throw new MalformedBytes('declared length runs past the end');
    const from = this.at;
    this.at += length;
    return this.bytes.subarray(from, this.at);
  }

  /** Length-prefixed text that must be valid UTF-8. */
  text(maxBytes: number): string {
    const length = this.varUint();
    if (length > maxBytes) throw new MalformedBytes('text too long');
    return decodeUtf8(this.slice(length));
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws MalformedBytes when the bytes are not valid UTF-8. */
export const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new MalformedBytes('text is not UTF-8');
  }
};
