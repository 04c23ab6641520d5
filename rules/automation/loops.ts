import type { Action, Rule } from './rule.ts';

/**
 * What makes a loop. Only `mark` makes an occurrence that a rule can wait on: a mark is a new cause each time, while
 * everything else acts once per cause. The engine itself lets no rule be woken by a mark that goes back to its own
 * through rules alone (`goesBackTo` in `occurrences.ts`): so an automatic red is counted once more after seven days
 * and not for ever (A1), and circles that come about when two people publish apart come to rest after one round.
 * Whoever publishes is told all the same where two or more rules wake each other in a circle, since they do not do
 * what they say; and where a rule repeats at once the mark it waits for, since it doubles every one of them.
 */
type Mark = Extract<Action, { kind: 'mark' }>;

const isMark = (action: Action): action is Mark => action.kind === 'mark';

/** Whether a mark made by a rule wakes this one. */
const isWokenBy = ({ on }: Rule, { colour }: Mark): boolean =>
  (on.kind === 'markStands' && on.colour === colour) || (on.kind === 'redTwice' && colour === 'red');

const marksOf = ({ branches }: Rule): readonly Mark[] => branches.flatMap((branch) => branch.do.filter(isMark));

/** The rules that those marks lead to, one after the other, without this one. */
const wokenFrom = (rule: Rule, mark: Mark, rules: readonly Rule[]): ReadonlySet<Rule> => {
  const woken = new Set<Rule>();
  const open: Mark[] = [mark];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const other of rules) {
      if (other === rule || woken.has(other) || !isWokenBy(other, next)) continue;
      woken.add(other);
      open.push(...marksOf(other));
    }
  }
  return woken;
};

/** The rule through which this mark wakes its own rule again (the rule itself where it does so at once), or `null`. */
export const loopThrough = (rule: Rule, mark: Mark, rules: readonly Rule[]): Rule | null => {
  const { on } = rule;
  if (on.kind === 'markStands' && on.for.amount === 0 && isWokenBy(rule, mark)) return rule;
  for (const other of wokenFrom(rule, mark, rules)) {
    if (marksOf(other).some((one) => isWokenBy(rule, one))) return other;
  }
  return null;
};
