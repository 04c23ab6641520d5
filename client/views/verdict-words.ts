import type { TestVerdict, Verdict } from '#rules';
import { ruleWords } from '../locales/zh-CN/rule-words.ts';
import { why as words } from '../locales/zh-CN/why.ts';
import { amountWords } from './amount-words.ts';
import { dayNear } from './day-near.ts';
import { conditionWords, type RuleNames } from './rule-words.ts';

/** One test of a condition, in words, with what the field held. */
export interface ConditionLine {
  readonly text: string;
  readonly actual: string;
  readonly holds: boolean;
  readonly isDecided: boolean;
}

const valueWords = ({ actual, field }: TestVerdict, names: RuleNames, nowMs: number): string => {
  if (actual === null) return words.nothing;
  if (typeof actual === 'boolean') return actual ? words.yes : words.no;
  const known = names.field(field);
  if (typeof actual === 'object')
    return actual
      .map((tag) => ruleWords.quote(known?.options.find(({ id }) => id === tag)?.name ?? tag))
      .join(ruleWords.join);
  const option = known?.options.find(({ id }) => id === actual);
  if (option !== undefined) return option.name;
  if (typeof actual === 'string') return ruleWords.quote(actual);
  if (known?.type === 'money') return amountWords(actual);
  return known?.type === 'date' ? dayNear(actual, nowMs) : String(actual);
};

/** Every test of a verdict, in the order of its condition; a negation says so. */
export const conditionLines = (verdict: Verdict, names: RuleNames, nowMs: number): readonly ConditionLine[] => {
  const walk = (node: Verdict, isNegated: boolean): readonly ConditionLine[] => {
    switch (node.kind) {
      case 'always':
        return [];
      case 'not':
        return walk(node.of, !isNegated);
      case 'test': {
        const { field, op, value, isDecided } = node;
        const said = conditionWords({ kind: 'test', field, op, value }, names);
        return [
          {
            text: isNegated ? `${ruleWords.not}${ruleWords.open}${said}${ruleWords.shut}` : said,
            actual: valueWords(node, names, nowMs),
            holds: isNegated ? isDecided && !node.holds : node.holds,
            isDecided,
          },
        ];
      }
      default:
        return node.of.flatMap((one) => walk(one, isNegated));
    }
  };
  return walk(verdict, false);
};
