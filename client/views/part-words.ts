import { MATCH_FACTORS, type Process, type ProcessPart, type Rule } from '#rules';
import { board as boardWords } from '../locales/zh-CN/board.ts';
import { matchFactors } from '../locales/zh-CN/match-words.ts';
import { metricNames } from '../locales/zh-CN/metric-names.ts';
import { note } from '../locales/zh-CN/note.ts';
import { processParts as words } from '../locales/zh-CN/process-parts.ts';
import { ruleWords } from '../locales/zh-CN/rule-words.ts';
import { fieldNamer } from './field-names.ts';
import { lineText, ruleNames, ruleSentence } from './rule-words.ts';

/** One thing a part says. The key stays when the words change, so that two versions can be laid side by side. */
export interface PartFact {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}
/** What changed between two versions; `null` = it was, or is, not there. */
export interface PartDifference {
  readonly label: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** A name where the catalogue of metrics has one, else its id: a setting may outlive the metric. */
const metricName = (id: string): string => (metricNames as Readonly<Record<string, string>>)[id] ?? id;
/** Thousandths of a metric's unit as people write it. */
const thousandths = (value: number): string => String(value / 1000);

type Namer = (field: string) => string;
type PartOf<Kind extends ProcessPart['kind']> = Extract<ProcessPart, { kind: Kind }>;

const listed = (values: readonly string[]): string => (values.length === 0 ? words.none : values.join(words.join));
const yesNo = (isSo: boolean): string => (isSo ? words.yes : words.no);
const fact = (key: string, label: string, value: string): PartFact => ({ key, label, value });
const isText = (value: string | undefined): value is string => value !== undefined && value !== '';
/** A fact only where there is something to say. */
const factOf = (key: string, label: string, values: readonly string[]): readonly PartFact[] =>
  values.length === 0 ? [] : [fact(key, label, listed(values))];

const stageFacts = ({ stages }: PartOf<'stages'>, field: Namer): readonly PartFact[] => {
  const nameOf = (id: string): string => stages.find((stage) => stage.id === id)?.name ?? id;
  return [
    fact('order', words.order, stages.map(({ name }) => name).join(words.arrow)),
    ...stages.flatMap(({ id, name, limitDays, requiredFields, transitions }) => [
      fact(`${id}.name`, words.stage, name),
      fact(`${id}.limit`, words.stageLimit(name), words.days(limitDays)),
      ...factOf(`${id}.fields`, words.stageFields(name), requiredFields.map(field)),
      ...transitions.flatMap(({ from, requiredFields: more }) =>
        factOf(`${id}.from.${from}`, words.stageFrom(nameOf(from), name), more.map(field)),
      ),
    ]),
  ];
};

const fieldFacts = ({ fields }: PartOf<'fields'>, field: Namer): readonly PartFact[] =>
  fields.flatMap(({ id, name, of, type, options, isRetired }) => [
    fact(`${id}.name`, words.field, name),
    fact(`${id}.type`, words.fieldType(name), words.types[type]),
    fact(`${id}.of`, words.fieldOf(name), words.subjects[of]),
    ...factOf(
      `${id}.options`,
      words.fieldOptions(name),
      options.map((option) => option.name),
    ),
    ...options.flatMap((option) =>
      factOf(`${id}.${option.id}`, words.optionAsks(name, option.name), option.requires.map(field)),
    ),
    fact(`${id}.retired`, words.fieldRetired(name), isRetired ? words.retired : words.inUse),
  ]);

const formFacts = ({ forms }: PartOf<'forms'>, field: Namer): readonly PartFact[] => [
  fact('order', words.form, listed(forms.customer.map((one) => field(one.field)))),
  ...forms.customer.map((one) =>
    fact(one.field, words.formAsks(field(one.field)), one.isRequired ? words.required : words.optional),
  ),
];

const cardFacts = ({ statusCard }: PartOf<'statusCard'>, field: Namer): readonly PartFact[] => [
  fact('silentDays', words.silentDays, words.days(statusCard.silentDays)),
  fact('confirmation', words.confirmation, yesNo(statusCard.greenNeedsConfirmation)),
  ...(['green', 'yellow', 'red'] as const).flatMap((colour) =>
    factOf(colour, words.colourFields[colour], statusCard.requiredFields[colour].map(field)),
  ),
];

const breakerFacts = ({ breaker }: PartOf<'breaker'>): readonly PartFact[] => [
  fact('graceDays', words.graceDays, words.days(breaker.graceDays)),
  fact('quietDays', words.quietDays, words.days(breaker.quietDays)),
  fact('capPerDay', words.capPerDay, words.people(breaker.capPerDay)),
  fact('appealHours', words.appealHours, words.hours(breaker.appealHours)),
  fact('appealNeedsApproval', words.appealNeedsApproval, yesNo(breaker.appealNeedsApproval)),
];

const concernName = (id: string): string => (note.concerns as Readonly<Record<string, string>>)[id] ?? id;
const noteFacts = ({ visitNote }: PartOf<'visitNote'>): readonly PartFact[] => [
  fact('limit', words.deliverableLimit, words.characters(visitNote.deliverableLimit)),
  ...Object.entries(visitNote.keywords).flatMap(([concern, keywords]) =>
    factOf(`keywords.${concern}`, words.keywords(concernName(concern)), keywords),
  ),
  ...visitNote.synonyms.flatMap(({ word, means }) => factOf(`synonym.${word}`, words.synonym(word), means)),
  ...factOf('vague', words.vagueWords, visitNote.vagueWords),
];

const pad = (number: number): string => String(number).padStart(2, '0');
/** `09:00` of the minutes after midnight. */
export const minuteWords = (minute: number): string => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;

const calendarFacts = ({ calendar }: PartOf<'calendar'>): readonly PartFact[] => [
  fact('hours', words.hoursOfWork, words.range(minuteWords(calendar.fromMinute), minuteWords(calendar.toMinute))),
  ...calendar.years.flatMap(({ year, holidays, makeUpDays }) => [
    fact(`${year}.holidays`, words.holidays(year), listed(holidays)),
    ...factOf(`${year}.makeUp`, words.makeUpDays(year), makeUpDays),
  ]),
];

const boardFacts = ({ board: { components } }: PartOf<'board'>): readonly PartFact[] => [
  fact('order', boardWords.order, listed(components.map(({ name }) => name))),
  ...components.flatMap(({ id, name, x, y, value, overlay, corner }) => [
    fact(id, name, boardWords.row(boardWords.axes[x], boardWords.axes[y], boardWords.values[value])),
    fact(`${id}.overlay`, words.boardOverlay(name), boardWords.overlays[overlay]),
    ...(overlay === 'none' ? [] : [fact(`${id}.corner`, words.boardCorner(name), boardWords.corners[corner])]),
  ]),
];

const ruleFacts = (rule: Rule, process: Process): readonly PartFact[] => {
  const lines = ruleSentence(rule, ruleNames(process));
  const labels = { main: words.ruleText, exit: words.exit, ladder: words.ladder };
  return [
    fact('name', words.ruleName, rule.name),
    fact('state', words.ruleState, rule.isOn ? words.on : words.off),
    fact('group', words.ruleGroup, ruleWords.groups[rule.group]),
    ...lines.map((line, at) =>
      fact(
        line.kind === 'branch'
          ? `branch.${at}`
          : `${line.kind}.${lines.slice(0, at).filter(({ kind }) => kind === line.kind).length}`,
        line.kind === 'branch' ? words.ruleBranch(at) : labels[line.kind],
        lineText(line),
      ),
    ),
  ];
};

const metricFacts = ({ metrics }: PartOf<'metrics'>): readonly PartFact[] => [
  fact('effectAfterDays', words.effectAfterDays, words.days(metrics.effectAfterDays)),
  fact('judgeAfterDays', words.judgeAfterDays, words.days(metrics.judgeAfterDays)),
  fact('withdrawMinutes', words.withdrawMinutes, words.minutes(metrics.withdrawMinutes)),
  ...metrics.items.flatMap(({ metric, benchmark, source, target }) => {
    const name = metricName(metric);
    return [
      ...(benchmark === undefined ? [] : [fact(`${metric}.benchmark`, words.benchmark(name), thousandths(benchmark))]),
      ...(source === undefined ? [] : [fact(`${metric}.source`, words.benchmarkSource(name), source)]),
      ...(target === undefined ? [] : [fact(`${metric}.target`, words.target(name), thousandths(target))]),
    ];
  }),
];

const playbookFacts = ({ playbook }: PartOf<'playbook'>): readonly PartFact[] => [
  fact('name', words.playbookName, playbook.name),
  fact('state', words.playbookState, playbook.isRetired ? words.retired : words.on),
  fact('metric', words.playbookMetric, playbook.metric === null ? words.none : metricName(playbook.metric)),
  fact('script', words.playbookScript, playbook.script),
  ...playbook.materials.map(({ name, body, file }, at) =>
    fact(`material.${at}`, words.material(name), listed([body, file && words.fileNamed(file.name)].filter(isText))),
  ),
  ...playbook.roles.map(({ role, part }, at) => fact(`role.${at}`, words.playbookRole(role), part)),
  ...playbook.tasks.map(({ title, dueDays }, at) => fact(`task.${at}`, title, words.withinDays(dueDays))),
];

const suggestionFacts = ({ suggestion }: PartOf<'suggestion'>, { stages }: Process): readonly PartFact[] => [
  fact('stage', words.suggestionStage, stages.find(({ id }) => id === suggestion.stage)?.name ?? suggestion.stage),
  fact('emptyWeeks', words.suggestionWeeks, words.weekCount(suggestion.emptyWeeks)),
  fact('shortWeekDays', words.shortWeekDays, words.days(suggestion.shortWeekDays)),
  fact('threshold', words.threshold, String(suggestion.threshold)),
  fact('minimumWon', words.minimumWon, String(suggestion.minimumWon)),
  ...MATCH_FACTORS.map((factor) =>
    fact(`weight.${factor}`, words.weightOf(matchFactors[factor]), String(suggestion.weights[factor])),
  ),
];

/** Everything a part says, one fact at a time, in the words of the process it stands in. */
export const partFacts = (part: ProcessPart, process: Process): readonly PartFact[] => {
  const field = fieldNamer(process);
  switch (part.kind) {
    case 'stages':
      return stageFacts(part, field);
    case 'fields':
      return fieldFacts(part, field);
    case 'forms':
      return formFacts(part, field);
    case 'statusCard':
      return cardFacts(part, field);
    case 'breaker':
      return breakerFacts(part);
    case 'visitNote':
      return noteFacts(part);
    case 'suggestion':
      return suggestionFacts(part, process);
    case 'heatmap':
      return [
        fact('highlight', words.highlight, words.days(part.heatmap.highlightOverdueDays)),
        fact('weeks', words.weeks, words.weekCount(part.heatmap.weeks)),
      ];
    case 'board':
      return boardFacts(part);
    case 'calendar':
      return calendarFacts(part);
    case 'metrics':
      return metricFacts(part);
    case 'playbook':
      return playbookFacts(part);
    case 'rule':
      return ruleFacts(part.rule, process);
  }
};

/** What the second version says otherwise than the first; `before` null = all of it is new. */
export const partDifference = (
  before: ProcessPart | null,
  after: ProcessPart,
  process: Process,
): readonly PartDifference[] => {
  const old = new Map(before === null ? [] : partFacts(before, process).map((one) => [one.key, one]));
  const now = partFacts(after, process);
  const kept = new Set(now.map(({ key }) => key));
  const changed = now.flatMap(({ key, label, value }) => {
    const from = old.get(key)?.value ?? null;
    return from === value ? [] : [{ label, from, to: value }];
  });
  const gone = [...old.values()].flatMap(({ key, label, value }) =>
    kept.has(key) ? [] : [{ label, from: value, to: null }],
  );
  return [...changed, ...gone];
};
