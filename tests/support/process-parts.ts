import { DEFAULT_PROCESS, PRESALES_RULE, type ProcessPart, type Rule } from '#rules';

/** A rule of the template, changed. */
export const templateRule = (id: string, change: (rule: Rule) => Partial<Rule> = () => ({})): Rule => {
  const rule = DEFAULT_PROCESS.rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`the template has no rule ${id}`);
  return { ...rule, ...change(rule) };
};

/** The presales rule with another limit, as a part to publish. */
export const presalesPart = (dueHours: number): ProcessPart => ({
  kind: 'rule',
  rule: templateRule(PRESALES_RULE, ({ branches }) => ({
    branches: branches.map((branch) => ({
      ...branch,
      do: branch.do.map((action) =>
        action.kind === 'task' ? { ...action, due: { amount: dueHours, unit: 'hour' as const } } : action,
      ),
    })),
  })),
});
