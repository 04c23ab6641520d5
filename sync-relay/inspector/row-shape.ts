import { LIMITS } from '#protocol';

/** Levels of arrays and objects a row may nest: the row itself, its payload, and `LIMITS.depth` below that. */
const MAX_NESTING = LIMITS.depth + 2;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const LONE_SURROGATE = /\p{Surrogate}/u;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether the text nests deeper than allowed, told from its brackets before any parser sees it. */
const nestsTooDeep = (text: string): boolean => {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) quoted = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > MAX_NESTING) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
};

const textFault = (text: string): string | null => {
  if (LONE_SURROGATE.test(text)) return 'half a surrogate pair';
  // three bytes per UTF-16 unit at most: most strings need no count
  if (text.length * 3 > LIMITS.stringBytes && Buffer.byteLength(text) > LIMITS.stringBytes) return 'string too long';
  return null;
};

/** First thing wrong in a parsed JSON value, or null. The depth is bounded before. */
const valueFault = (value: unknown): string | null => {
  if (typeof value === 'string') return textFault(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? null : 'number is no safe integer';
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    for (const item of value) {
      const fault = valueFault(item);
      if (fault !== null) return fault;
    }
    return null;
  }
  const keys = Object.keys(value);
  if (keys.length > LIMITS.keys) return 'too many keys';
  for (const key of keys) {
    if (FORBIDDEN_KEYS.has(key)) return `forbidden key ${key}`;
    const fault = textFault(key) ?? valueFault((value as Record<string, unknown>)[key]);
    if (fault !== null) return fault;
  }
  return null;
};

/**
 * Parses row text that must be canonical JSON (`JSON.stringify` of itself: no duplicate keys, no spaces, one form
 * of each number) within the limits of depth, keys, strings and integers.
 */
export const parseCanonical = (text: string): { readonly value: unknown } | { readonly fault: string } => {
  if (nestsTooDeep(text)) return { fault: 'nested too deep' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'no JSON' };
  }
  const fault = valueFault(value);
  if (fault !== null) return { fault };
  if (JSON.stringify(value) !== text) return { fault: 'not canonical JSON' };
  return { value };
};
