/** What is wrong with a part before it is published, and at which field of it. */
export interface PartFault {
  /** Dotted path inside the part. */
  readonly field: string;
  readonly why: PartFaultCode;
  /** Name or id of the field, rule, stage, option or date it is about. */
  readonly about?: string;
}

export const PART_FAULT_CODES = [
  'doubleId',
  'doubleName',
  /** No such field, or it was deleted. */
  'unknownField',
  'unknownStage',
  'unknownOption',
  /** The field's type does not take this operator. */
  'wrongOperator',
  /** The operator cannot compare with this. */
  'wrongOperand',
  /** An empty list of conditions matches nothing. */
  'emptyList',
  /** No customer can meet it. */
  'contradiction',
  /** An earlier branch takes whatever would come here. */
  'unreachableBranch',
  'doubleAction',
  /** Nobody may stop it (R80). */
  'noBrake',
  /** An override needs a time until which it is possible, and any such time must be longer than nothing. */
  'brakeNeedsTime',
  'brakeNeedsReason',
  /** What the branch does is not undone by this exit. */
  'exitDoesNotFit',
  /** It comes before the step before it, or at the same time. */
  'rungOrder',
  /** Its action wakes it again, by itself or through the rule it is about. */
  'loop',
  'choiceWithoutOptions',
  'optionNeedsItself',
  /** A rule, stage or form reads the field, option or stage that would be gone. */
  'stillUsed',
  'noSuchDate',
  'dateOutsideYear',
  /** A holiday that is a make-up day too. */
  'dateTwice',
  'hoursReversed',
  /** The process has as many as it may have. */
  'tooManyRules',
  'tooManyPlaybooks',
  /** More text than one event holds. */
  'tooLong',
  /** A share as benchmark or target above 100 %. */
  'aboveWhole',
  /** Columns and rows of a board's component would be the same. */
  'sameAxis',
] as const;
export type PartFaultCode = (typeof PART_FAULT_CODES)[number];

/** Every one that stands twice, at its second place. */
export const doubles = (ids: readonly string[], at: (index: number) => string, why: PartFaultCode): PartFault[] =>
  ids.flatMap((about, index) => (ids.indexOf(about) < index ? [{ field: at(index), why, about }] : []));
