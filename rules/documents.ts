import type { CustomerId, MemberId, TerritoryId } from './ids.ts';
import { isId } from './ids.ts';

/**
 * The document catalogue (architecture §2). A name says who may read, so permission is per document.
 * A room is a document at an epoch: `org@1`. The relay announces rooms; nobody invents one from a clock.
 */
export type DocumentName =
  | { kind: 'org' }
  | { kind: 'pool'; territory: TerritoryId }
  | { kind: 'log'; territory: TerritoryId; quarter: Quarter }
  | { kind: 'private'; member: MemberId }
  | { kind: 'contact'; customer: CustomerId }
  | { kind: 'inbox'; member: MemberId }
  | { kind: 'mql'; quarter: Quarter }
  /** What one person and those who lead him tell each other; nobody else reads it (docs/decisions/0018). */
  | { kind: 'desk'; member: MemberId };
export type DocumentKind = DocumentName['kind'];

/** `2026Q4`, in Asia/Shanghai. */
export type Quarter = string;
const QUARTER = /^\d{4}Q[1-4]$/;

/** A document's stable text form, e.g. `log:east:2026Q4`. */
export const formatDocument = (doc: DocumentName): string => {
  switch (doc.kind) {
    case 'org':
      return 'org';
    case 'pool':
      return `pool:${doc.territory}`;
    case 'log':
      return `log:${doc.territory}:${doc.quarter}`;
    case 'private':
      return `private:${doc.member}`;
    case 'contact':
      return `contact:${doc.customer}`;
    case 'inbox':
      return `inbox:${doc.member}`;
    case 'mql':
      return `mql:${doc.quarter}`;
    case 'desk':
      return `desk:${doc.member}`;
  }
};

/** Inverse of {@link formatDocument}; `null` for anything that is not exactly one of its outputs. */
export const parseDocument = (text: string): DocumentName | null => {
  const [kind, first, second, ...rest] = text.split(':');
  if (rest.length > 0) return null;
  if (kind === 'org') return first === undefined ? { kind } : null;
  if (!isId(first)) return null;
  if (kind === 'log') {
    return second !== undefined && QUARTER.test(second)
      ? { kind, territory: first as TerritoryId, quarter: second }
      : null;
  }
  if (second !== undefined) return null;
  if (kind === 'mql') return QUARTER.test(first) ? { kind, quarter: first } : null;
  switch (kind) {
    case 'pool':
      return { kind, territory: first as TerritoryId };
    case 'private':
    case 'inbox':
    case 'desk':
      return { kind, member: first as MemberId };
    case 'contact':
      return { kind, customer: first as CustomerId };
    default:
      return null;
  }
};

/** Document text at an epoch, e.g. `org@1`: the name used on the wire and for local databases. */
export const formatRoom = (doc: string, epoch: number): string => `${doc}@${epoch}`;

export const parseRoom = (room: string): { doc: string; epoch: number } | null => {
  const match = /^(.+)@([1-9]\d{0,8})$/.exec(room);
  if (!match?.[1] || !match[2] || parseDocument(match[1]) === null) return null;
  return { doc: match[1], epoch: Number(match[2]) };
};
