import { type Condition, DEFAULT_PROCESS, PRESALES_RULE, type Rule } from '#rules';

/** Rules the demo's company has from the start; it switches the others on late in its year. */
const FROM_THE_START: ReadonlySet<string> = new Set([PRESALES_RULE, 'stage.skipped', 'touchpoint.passed']);

const LATE_STAGES: Condition = {
  kind: 'test',
  field: 'stage',
  op: 'isOneOf',
  value: ['negotiation', 'contractSigning'],
};

/** A ladder of its own for the last two stages: only there does the manager take over (R9). */
const overdueByStage = (rule: Rule): Rule => {
  const [branch] = rule.branches;
  if (branch === undefined) return rule;
  const tell = rule.escalate.filter(({ act }) => act === 'tell');
  return {
    ...rule,
    branches: [
      { ...branch, when: LATE_STAGES },
      { ...branch, escalate: tell },
    ],
  };
};

const turned = (rule: Rule, isOn: boolean): Rule => ({
  ...(rule.id === 'stage.overdue' ? overdueByStage(rule) : rule),
  isOn,
});

const lateRules = (isOn: boolean): readonly Rule[] =>
  DEFAULT_PROCESS.rules.filter(({ id }) => !FROM_THE_START.has(id)).map((rule) => turned(rule, isOn));

/** What is switched off when the company is founded, and on again when it goes over to rules. */
export const rulesOff = (): readonly Rule[] => lateRules(false);
export const rulesOn = (): readonly Rule[] => lateRules(true);
