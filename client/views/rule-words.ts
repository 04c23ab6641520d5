import {
  type Action,
  type Brake,
  type Condition,
  civilDate,
  type Duration,
  type Operand,
  type Process,
  type Rule,
  type Rung,
  shanghaiDay,
  type Test,
  type Trigger,
} from '#rules';
import { days } from '../locales/zh-CN/days.ts';
import { ruleFields } from '../locales/zh-CN/rule-fields.ts';
import { ruleWords as words } from '../locales/zh-CN/rule-words.ts';
import { amountWords } from './amount-words.ts';
import { type ConditionField, conditionFields } from './rule-fields.ts';

/** Where in a rule something stands, and so what a press on its words edits. */
export type BlockId =
  | 'trigger'
  | 'where'
  | `when:${number}`
  | `do:${number}:${number}`
  | 'brake'
  | `brake:${number}`
  | 'ladder'
  | `ladder:${number}`;

/** A run of a sentence: plain, or a token that belongs to a block. */
export interface SentencePiece {
  readonly text: string;
  readonly block: BlockId | null;
}
export interface SentenceLine {
  readonly kind: 'main' | 'branch' | 'exit' | 'ladder';
  readonly pieces: readonly SentencePiece[];
}

/** Names of what a rule speaks of, in the process it stands in. */
export interface RuleNames {
  readonly field: (id: string) => ConditionField | null;
  readonly stage: (id: string) => string;
}
export const ruleNames = (process: Process): RuleNames => {
  const fields = new Map(conditionFields(process).map((field) => [field.id, field]));
  const stages = new Map(process.stages.map(({ id, name }) => [id, name]));
  return {
    field: (id) => fields.get(id) ?? null,
    stage: (id) => stages.get(id) ?? ruleFields.goneStage,
  };
};

const durationWords = ({ amount, unit }: Duration): string =>
  words.units[unit](Number.isFinite(amount) ? String(amount) : words.noNumber);
const isAtOnce = ({ amount }: Duration): boolean => amount === 0;

const colour = (id: string): string => `${words.colours[id] ?? id}${id === 'none' ? '' : words.colourTone}`;
const routes = (to: readonly Rung['to'][]): string => to.map((one) => words.routes[one]).join(words.join);

export const triggerWords = (on: Trigger, names: RuleNames): string => {
  const say = words.trigger;
  switch (on.kind) {
    case 'markStands': {
      if (on.automatic) {
        return isAtOnce(on.for)
          ? say.autoAtOnce(colour(on.colour))
          : say.autoStands(colour(on.colour), durationWords(on.for));
      }
      return isAtOnce(on.for)
        ? say.markAtOnce(colour(on.colour))
        : say.markStands(colour(on.colour), durationWords(on.for));
    }
    case 'touchpointPassed':
      return isAtOnce(on.after) ? say.touchpointDue : say.touchpointPassed(durationWords(on.after));
    case 'promiseOverdue':
      return isAtOnce(on.after) ? say.promiseDue : say.promiseOverdue(durationWords(on.after));
    case 'stageStay': {
      const stage = on.stage === undefined ? say.anyStage : words.quote(names.stage(on.stage));
      return on.for === undefined ? say.stageLimit(stage) : say.stageStay(stage, durationWords(on.for));
    }
    case 'stageEntered':
      return say.stageEntered(on.stage === undefined ? say.anyStage : words.quote(names.stage(on.stage)));
    case 'greenEntered':
    case 'redTwice':
    case 'stageSkipped':
    case 'holds':
      return say[on.kind];
    default:
      return say[on.kind](durationWords(on.for));
  }
};

const NEGATIVE: ReadonlySet<Test['op']> = new Set<Test['op']>(['isNoneOf', 'containsNone', 'isNot']);

const dateText = (atMs: number): string => {
  const { year, month, day } = civilDate(shanghaiDay(atMs));
  return days.fullDate(year, month, day);
};
const oneValue = (field: ConditionField | null, value: string | number | boolean): string => {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (field?.type === 'money') return amountWords(Number(value));
  if (field?.type === 'date') return dateText(Number(value));
  const option = field?.options.find(({ id }) => id === value);
  if (option !== undefined) return option.name;
  return typeof value === 'number' ? String(value) : words.quote(value);
};
const operandWords = (field: ConditionField | null, op: Test['op'], value: Operand | undefined): string => {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return words.blank;
  if (typeof value === 'number' && !Number.isFinite(value)) return words.noNumber;
  if (op === 'withinDays' || op === 'daysAgo') return String(value);
  const all = Array.isArray(value) ? value : [value];
  return all.map((one) => oneValue(field, one)).join(NEGATIVE.has(op) ? words.join : words.orBetween);
};

const testWords = (test: Test, names: RuleNames): string => {
  const field = names.field(test.field);
  const sentence = ruleFields.yesNo[test.field];
  if (sentence !== undefined && (test.op === 'is' || test.op === 'isNot')) {
    return (test.value === true) === (test.op === 'is') ? sentence.yes : sentence.no;
  }
  const name = field?.name ?? (test.field === '' ? words.blank : ruleFields.gone(test.field));
  return words.test[test.op](name, operandWords(field, test.op, test.value));
};

/** A condition in words; `always` says nothing. */
export const conditionWords = (condition: Condition, names: RuleNames): string => {
  switch (condition.kind) {
    case 'always':
      return '';
    case 'test':
      return testWords(condition, names);
    case 'not':
      return `${words.not}${words.open}${conditionWords(condition.of, names)}${words.shut}`;
    default: {
      if (condition.of.length === 0) return words.never;
      const inside = (one: Condition): string => {
        const text = conditionWords(one, names);
        const isMixed = (one.kind === 'all' || one.kind === 'any') && one.of.length > 1;
        return isMixed ? `${words.open}${text}${words.shut}` : text;
      };
      return condition.of.map(inside).join(condition.kind === 'all' ? words.and : words.or);
    }
  }
};

export const actionWords = (action: Action): string => {
  const say = words.action;
  switch (action.kind) {
    case 'mark':
      return action.ground === undefined
        ? say.mark(colour(action.colour))
        : say.markBecause(colour(action.colour), words.grounds[action.ground]);
    case 'task': {
      const title = action.title === '' ? words.empty : action.title;
      const to = words.routes[action.to];
      return isAtOnce(action.due) ? say.taskAtOnce(title, to) : say.task(title, to, durationWords(action.due));
    }
    case 'alert': {
      const to = action.to.length === 0 ? words.blank : routes(action.to);
      const told = action.text === undefined ? say.alert(to) : say.alertWith(to, action.text);
      return action.message ? `${told}${say.outside}` : told;
    }
    case 'gap':
      return say.gap(words.gaps[action.gap], words.routes[action.holder]);
    case 'pool':
      return say.pool;
  }
};

/** Who may stop it, until when, how, with or without a reason. */
export const brakeWords = ({ who, within, exit, reason, note }: Brake): string => {
  const say = words.brake;
  const people = who.length === 0 ? words.blank : who.map((one) => words.people[one]).join(say.between);
  const may = within === null ? say.may : say.mayWithin(durationWords(within));
  const noted = note === undefined ? '' : say.note(note);
  return `${people}${may}${words.exits[exit]}${reason ? say.reason : say.noReason}${noted}`;
};

const rungWords = ({ act, after, to }: Rung): string => words.rung[act](durationWords(after), words.routes[to]);
export const ladderWords = (ladder: readonly Rung[]): string => ladder.map(rungWords).join(words.comma);

const plain = (text: string): SentencePiece => ({ text, block: null });
const between = (pieces: readonly SentencePiece[], separator: string): readonly SentencePiece[] =>
  pieces.flatMap((piece, at) => (at === 0 ? [piece] : [plain(separator), piece]));

/** The parts of a condition as tokens of one block; none for `always`. */
const conditionPieces = (condition: Condition, block: BlockId, names: RuleNames): readonly SentencePiece[] => {
  if (condition.kind === 'always') return [];
  const parts = condition.kind === 'all' && condition.of.length > 0 ? condition.of : [condition];
  const isAlone = parts.length === 1;
  const shown = (one: Condition): string => {
    const text = conditionWords(one, names);
    return one.kind === 'any' && one.of.length > 1 && !isAlone ? `${words.open}${text}${words.shut}` : text;
  };
  return between(
    parts.filter(({ kind }) => kind !== 'always').map((one) => ({ text: shown(one), block })),
    words.and,
  );
};

const actionPieces = (actions: readonly Action[], branch: number): readonly SentencePiece[] =>
  between(
    actions.map((action, at) => ({ text: actionWords(action), block: `do:${branch}:${at}` as const })),
    words.andDo,
  );

const exitLine = (brake: Brake | undefined, block: BlockId, lead: string): SentenceLine => {
  const text = brake === undefined ? words.brake.missing : brakeWords(brake);
  return { kind: 'exit', pieces: [plain(lead), { text: `${text}${words.stop}`, block }] };
};
const ladderLine = (ladder: readonly Rung[], block: BlockId, lead: string): readonly SentenceLine[] =>
  ladder.length === 0
    ? []
    : [{ kind: 'ladder', pieces: [plain(lead), { text: `${ladderWords(ladder)}${words.stop}`, block }] }];

const mainLines = ({ on, where, branches }: Rule, names: RuleNames): readonly SentenceLine[] => {
  const conditions = conditionPieces(where, 'where', names);
  const opening = [
    plain(words.when),
    { text: triggerWords(on, names), block: 'trigger' as const },
    ...(conditions.length === 0 ? [] : [plain(on.kind === 'holds' ? words.colon : words.and), ...conditions]),
  ];
  const [first] = branches;
  if (branches.length === 1 && first !== undefined && first.when.kind === 'always') {
    const pieces = [...opening, plain(words.soDo), ...actionPieces(first.do, 0), plain(words.stop)];
    return [{ kind: 'main', pieces }];
  }
  const lines = branches.map((branch, at): SentenceLine => {
    const when = conditionPieces(branch.when, `when:${at}`, names);
    const lead = at === 0 ? words.where : words.elseWhere;
    const opened = when.length === 0 ? [plain(words.otherwise)] : [plain(lead), ...when];
    const end = at === branches.length - 1 ? words.stop : words.semicolon;
    return { kind: 'branch', pieces: [...opened, plain(words.soDo), ...actionPieces(branch.do, at), plain(end)] };
  });
  return [{ kind: 'main', pieces: [...opening, plain(words.colon)] }, ...lines];
};

/** The rule as its sentence, line by line: what wakes it and what it does, each branch, the exits, the ladders. */
export const ruleSentence = (rule: Rule, names: RuleNames): readonly SentenceLine[] => [
  ...mainLines(rule, names),
  exitLine(rule.brake, 'brake', words.brakeLead),
  ...rule.branches.flatMap(({ brake }, at) =>
    brake === undefined ? [] : [exitLine(brake, `brake:${at}`, words.ownBrakeLead(at + 1))],
  ),
  ...ladderLine(rule.escalate, 'ladder', words.ladderLead),
  ...rule.branches.flatMap(({ escalate }, at) =>
    escalate === undefined ? [] : ladderLine(escalate, `ladder:${at}`, words.ownLadderLead(at + 1)),
  ),
];

export const lineText = ({ pieces }: SentenceLine): string => pieces.map(({ text }) => text).join('');
