import type { Process, ProcessPart } from '#rules';
import { type PartFact, partFacts } from './part-words.ts';

const ALL = /^/;
const NONE = /^\b$/;

/** Of what a part says, the keys that hold a number somebody may turn (R75); names, lists and reasons are none. */
const NUMBERS: Readonly<Record<ProcessPart['kind'], RegExp>> = {
  stages: /\.limit$/,
  fields: NONE,
  forms: NONE,
  statusCard: /^silentDays$/,
  breaker: /^(graceDays|quietDays|capPerDay|appealHours)$/,
  visitNote: /^limit$/,
  heatmap: ALL,
  board: NONE,
  calendar: /^hours$/,
  metrics: /^(?!.*\.source$)/,
  suggestion: /^(?!stage$)/,
  playbook: /^task\./,
  rule: /^(?!name$|state$|group$)/,
};
const DIGIT = /\d/;

/** The numbers of a part with what each is, in the words of the process it stands in; of a rule the lines that hold one. */
export const partNumbers = (part: ProcessPart, process: Process): readonly PartFact[] =>
  partFacts(part, process).filter(({ key, value }) => NUMBERS[part.kind].test(key) && DIGIT.test(value));
