import type { WorkCalendar } from '../calendar/calendar-data.ts';
import { dateDay } from '../calendar/date-day.ts';
import { yearOf } from '../calendar/shanghai.ts';
import { isPatchable } from '../events/patchable.ts';
import { payloadSchemas } from '../events/payloads.ts';
import { stageOf } from '../insights/dwell.ts';
import { METRIC_IDS } from '../metrics/metric-ids.ts';
import { isPossible } from '../metrics/metric-units.ts';
import { MAX_PLAYBOOK_BYTES } from '../playbook.ts';
import type { CustomField, Process, ProcessPart, Stage } from '../process.ts';
import { MAX_PLAYBOOKS, MAX_RULES } from '../process-limits.ts';
import { hasOptions, isOneTooMany, withPart } from '../process-parts.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { utf8Length } from '../support/utf8-length.ts';
import { referenceFaults, ruleFaults } from './check-rule.ts';
import { fieldsOf } from './fields.ts';
import { doubles, type PartFault } from './part-fault.ts';

/** Fields a form or a stage may ask for: those people fill, in this process. */
const unknownFields = (ids: readonly string[], path: string, process: Process): PartFault[] =>
  ids.flatMap((about, index) => {
    const isKnown = isPatchable(about) && fieldsOf(process).has(about);
    return isKnown ? [] : [{ field: `${path}.${index}`, why: 'unknownField', about }];
  });

const namedTwice = (items: readonly { readonly id: string; readonly name: string }[], path: string): PartFault[] => [
  ...doubles(
    items.map(({ id }) => id),
    (index) => `${path}.${index}.id`,
    'doubleId',
  ),
  ...doubles(
    items.map(({ name }) => name),
    (index) => `${path}.${index}.name`,
    'doubleName',
  ),
];

/** A stage that asks for a field nobody can fill could never be entered. */
const entryFaults = (stage: Stage, path: string, process: Process): PartFault[] => [
  ...unknownFields(stage.requiredFields, `${path}.requiredFields`, process),
  ...stage.transitions.flatMap(({ from, requiredFields }, index): PartFault[] => {
    const at = `${path}.transitions.${index}`;
    const fields = unknownFields(requiredFields, `${at}.requiredFields`, process);
    return stageOf(process, from) === null
      ? [{ field: `${at}.from`, why: 'unknownStage', about: from }, ...fields]
      : fields;
  }),
];

const stageFaults = (process: Process): PartFault[] => [
  ...namedTwice(process.stages, 'stages'),
  ...process.stages.flatMap((stage, index) => entryFaults(stage, `stages.${index}`, process)),
];

const optionFaults = ({ id, options }: CustomField, path: string, process: Process): PartFault[] => [
  ...namedTwice(options, path),
  ...options.flatMap(({ requires, name }, index): PartFault[] => {
    const field = `${path}.${index}.requires`;
    if (requires.includes(id)) return [{ field, why: 'optionNeedsItself', about: name }];
    return unknownFields(requires, field, process);
  }),
];

const fieldFaults = (process: Process): PartFault[] => [
  // the name of a deleted field is free again
  ...namedTwice(
    process.fields.map(({ id, name, isRetired }) => ({ id, name: isRetired ? id : name })),
    'fields',
  ),
  ...process.fields.flatMap((field, index): PartFault[] => {
    if (field.isRetired || !hasOptions(field)) return [];
    const path = `fields.${index}.options`;
    if (field.options.length === 0) return [{ field: path, why: 'choiceWithoutOptions', about: field.name }];
    return optionFaults(field, path, process);
  }),
];

const calendarFaults = ({ fromMinute, toMinute, years }: WorkCalendar): PartFault[] => [
  ...(fromMinute < toMinute ? [] : [{ field: 'calendar.toMinute', why: 'hoursReversed' } as const]),
  ...doubles(
    years.map(({ year }) => String(year)),
    (index) => `calendar.years.${index}.year`,
    'doubleId',
  ),
  ...years.flatMap(({ year, holidays, makeUpDays }, index) => {
    const wrong = (dates: readonly string[], path: string): PartFault[] =>
      dates.flatMap((about, place): PartFault[] => {
        const day = dateDay(about);
        const field = `calendar.years.${index}.${path}.${place}`;
        if (day === null) return [{ field, why: 'noSuchDate', about }];
        return yearOf(day) === year ? [] : [{ field, why: 'dateOutsideYear', about }];
      });
    const twice = makeUpDays.flatMap((about, place): PartFault[] =>
      holidays.includes(about)
        ? [{ field: `calendar.years.${index}.makeUpDays.${place}`, why: 'dateTwice', about }]
        : [],
    );
    return [...wrong(holidays, 'holidays'), ...wrong(makeUpDays, 'makeUpDays'), ...twice];
  }),
];

const formFaults = (process: Process): PartFault[] => {
  const ids = process.forms.customer.map(({ field }) => field);
  return [
    ...doubles(ids, (index) => `forms.customer.${index}`, 'doubleId'),
    ...unknownFields(ids, 'forms.customer', process),
  ];
};

const cardFaults = (process: Process): PartFault[] =>
  (['green', 'yellow', 'red'] as const).flatMap((colour) =>
    unknownFields(process.statusCard.requiredFields[colour], `statusCard.requiredFields.${colour}`, process),
  );

const CONCERNS: readonly string[] = payloadSchemas.visitNoteRecorded.shape.concern.shape.kind.options;
const noteFaults = ({ visitNote }: Process): PartFault[] =>
  Object.keys(visitNote.keywords)
    .filter((concern) => !CONCERNS.includes(concern))
    .map((about) => ({ field: `visitNote.keywords.${about}`, why: 'unknownOption', about }));

const boardFaults = ({ components }: Process['board']): PartFault[] => [
  ...namedTwice(components, 'board.components'),
  ...components.flatMap(({ x, y }, index): PartFault[] =>
    x === y ? [{ field: `board.components.${index}.y`, why: 'sameAxis' }] : [],
  ),
];

type Reader = readonly [name: string, faults: readonly PartFault[]];
const ruleReaders = (process: Process): readonly Reader[] =>
  process.rules.map((rule) => [rule.name, referenceFaults(rule, process)] as const);
/** Whatever reads fields: by the name it is known under, and what it names in vain. */
const fieldReaders = (process: Process): readonly Reader[] => [
  ...ruleReaders(process),
  ...process.stages.map((stage) => [stage.name, entryFaults(stage, '', process)] as const),
  ...[...formFaults(process), ...cardFaults(process)].map((fault) => [fault.about ?? '', [fault]] as const),
];

/** Who would lose something it reads by a change; that is to be changed first. */
const losers = (before: readonly Reader[], after: readonly Reader[], field: 'fields' | 'stages'): PartFault[] => {
  const had = new Map(before.map(([name, faults]) => [name, faults.length]));
  const names = after.filter(([name, faults]) => faults.length > (had.get(name) ?? 0)).map(([name]) => name);
  return [...new Set(names)].map((about) => ({ field, why: 'stillUsed', about }));
};

/** No share is above a whole, as a benchmark or as a target. */
const metricFaults = ({ items }: Process['metrics']): readonly PartFault[] =>
  items.flatMap(({ metric, benchmark = 0, target = 0 }, at) =>
    Object.entries({ benchmark, target })
      .filter(([, thousandths]) => METRIC_IDS.some((id) => id === metric && !isPossible({ metric: id, thousandths })))
      .map(([field]) => ({ field: `metrics.items.${at}.${field}`, why: 'aboveWhole' as const, about: metric })),
  );

/** Everything that keeps a part from being published in this process; empty = nothing. */
export const partFaults = (part: ProcessPart, process: Process): readonly PartFault[] => {
  const after = withPart(process, part);
  switch (part.kind) {
    case 'stages':
      return [...stageFaults(after), ...losers(ruleReaders(process), ruleReaders(after), 'stages')];
    case 'fields':
      return [...fieldFaults(after), ...losers(fieldReaders(process), fieldReaders(after), 'fields')];
    case 'forms':
      return formFaults(after);
    case 'statusCard':
      return cardFaults(after);
    case 'calendar':
      return calendarFaults(part.calendar);
    case 'visitNote':
      return noteFaults(after);
    case 'board':
      return boardFaults(part.board);
    case 'rule':
      if (isOneTooMany(process, part)) return [{ field: 'rule.name', why: 'tooManyRules', about: String(MAX_RULES) }];
      return ruleFaults(part.rule, after);
    case 'suggestion':
      return stageOf(process, part.suggestion.stage) === null
        ? [{ field: 'suggestion.stage', why: 'unknownStage', about: part.suggestion.stage }]
        : [];
    case 'playbook':
      return [
        ...(isOneTooMany(process, part)
          ? [{ field: 'playbook.name', why: 'tooManyPlaybooks' as const, about: String(MAX_PLAYBOOKS) }]
          : []),
        ...(utf8Length(canonicalJson(part.playbook)) > MAX_PLAYBOOK_BYTES
          ? [{ field: 'playbook.script', why: 'tooLong' as const }]
          : []),
      ];
    case 'metrics':
      return metricFaults(part.metrics);
    default:
      return [];
  }
};
