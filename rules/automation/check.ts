import { isPatchable } from '../events/payloads.ts';
import type { Process, ProcessPart } from '../process.ts';

/** What is wrong with a part before it is published, and at which field of it. */
export interface PartFault {
  /** Dotted path inside the part. */
  readonly field: string;
  readonly why: PartFaultCode;
  /** Name of the field, rule or stage it is about. */
  readonly about?: string;
}
export type PartFaultCode = 'doubleId' | 'unknownField' | 'unknownStage' | 'noBrake';

const doubles = (ids: readonly string[]): boolean => new Set(ids).size !== ids.length;

const stageFaults = (stages: Process['stages']): PartFault[] => {
  const faults: PartFault[] = doubles(stages.map(({ id }) => id)) ? [{ field: 'stages', why: 'doubleId' }] : [];
  stages.forEach(({ requiredFields }, i) => {
    // A stage that asks for a field nobody can fill could never be entered.
    for (const about of requiredFields.filter((one) => !isPatchable(one))) {
      faults.push({ field: `stages.${i}.requiredFields`, why: 'unknownField', about });
    }
  });
  return faults;
};

/** Everything that keeps a part from being published in this process; empty = nothing. */
export const partFaults = (part: ProcessPart, _process: Process): readonly PartFault[] => {
  switch (part.kind) {
    case 'stages':
      return stageFaults(part.stages);
    case 'rule':
      return part.rule.brake === undefined ? [{ field: 'rule.brake', why: 'noBrake' }] : [];
    default:
      return [];
  }
};
