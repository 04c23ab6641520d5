import { DEFAULT_PROCESS, type EventId, type Process, type ProcessPart, partKey, partOf, withPart } from '#rules';
import type { NamedChange } from '../../data/contract.ts';

/** One version of a part: the template's, or one that was published. */
export interface PartVersion {
  /** 1 is the first there was, the template's own where it has one. */
  readonly number: number;
  readonly part: ProcessPart;
  /** Null = the template. */
  readonly change: NamedChange | null;
  /** `waiting`: published here, in force once the relay has sealed it. */
  readonly standing: 'inForce' | 'retired' | 'waiting';
  /** The version that this one replaced without having seen it (S19). */
  readonly unseen: PartVersion | null;
}

/** Every version of a part, oldest first. Empty for a rule that was never published. */
export const partVersionsOf = (changes: readonly NamedChange[], key: string): readonly PartVersion[] => {
  const own = changes.filter(({ part }) => partKey(part) === key);
  const lastSealed = own.findLast(({ sinceTick }) => sinceTick !== null) ?? null;
  const template = partOf(DEFAULT_PROCESS, key);
  const versions: PartVersion[] = [];
  if (template !== null) {
    const standing = lastSealed === null ? 'inForce' : 'retired';
    versions.push({ number: 1, part: template, change: null, standing, unseen: null });
  }
  for (const change of own) {
    const standing = change === lastSealed ? 'inForce' : change.sinceTick === null ? 'waiting' : 'retired';
    const unseen = versions.find((version) => version.change?.id === change.replacedUnseen) ?? null;
    versions.push({ number: versions.length + 1, part: change.part, change, standing, unseen });
  }
  return versions;
};

/** The version a new one rests on: the last known here, sealed or not. */
export const newestOf = (versions: readonly PartVersion[]): PartVersion | null => versions.at(-1) ?? null;
export const basisOf = (version: PartVersion | null): EventId | null => version?.change?.id ?? null;

/** The process with what waits for its seal already in place: what the designer works on. */
export const processAhead = (process: Process, changes: readonly NamedChange[]): Process =>
  changes.filter(({ sinceTick }) => sinceTick === null).reduce((now, { part }) => withPart(now, part), process);
