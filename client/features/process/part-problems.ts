import { type PartFault, type Process, type ProcessPart, partFaults, processPartSchema, withPart } from '#rules';
import { process as words } from '../../locales/zh-CN/process.ts';
import { fieldNamer } from '../../views/field-names.ts';

/** What keeps a part from being published, and at which field of it. */
export interface PartProblem {
  /** Dotted path inside the part, e.g. `stages.1.name`. */
  readonly field: string;
  readonly text: string;
}

const faultText = ({ why, about = '' }: PartFault, nameOf: (id: string) => string): string =>
  words.faults[why]?.(nameOf(about)) ?? words.missing;

/** The shape first: what is missing or out of range; when it fits, what the rules have against it. */
export const partProblems = (part: ProcessPart, process: Process): readonly PartProblem[] => {
  const shape = processPartSchema.safeParse(part);
  if (shape.success) {
    const field = fieldNamer(withPart(process, part));
    const nameOf = (id: string): string => process.stages.find((stage) => stage.id === id)?.name ?? field(id);
    return partFaults(part, process).map((fault) => ({ field: fault.field, text: faultText(fault, nameOf) }));
  }
  return shape.error.issues.map(({ path, code }) => ({
    field: path.map(String).join('.'),
    text: code === 'too_big' ? words.tooMuch : words.missing,
  }));
};

/** The first problem at a field or below it. */
export const problemAt = (problems: readonly PartProblem[], field: string): string | null =>
  problems.find((one) => one.field === field || one.field.startsWith(`${field}.`))?.text ?? null;
