import type { Mutant, Suite } from './mutant.ts';

const suite = (files: string): readonly Suite[] => [{ kind: 'vitest', files }];
const INSIGHTS = suite('tests/unit/data/insight-answers.test.ts');
const LINKS = suite('tests/unit/relay-edge/http.test.ts');

/** Planted defects of who is told what, and of what is over: packs, promises, appointments, links. */
export const TOLD_MUTANTS: readonly Mutant[] = [
  {
    name: 'a person is told of through a filter',
    file: 'rules/access/told-scope.ts',
    find: 'untoldIn(asked, org, viewer) === null ? asked',
    replace: 'untoldIn(asked, org, viewer) !== undefined ? asked',
    suites: INSIGHTS,
  },
  {
    name: 'the team of a leader is told of through a filter',
    file: 'rules/access/told-scope.ts',
    find: '[person, team].find(',
    replace: '[person].find(',
    suites: INSIGHTS,
  },
  {
    name: 'a guesser is told of a person he does not lead',
    file: 'client/data/answers/insight/verdicts-answer.ts',
    find: 'toldScope(scope, fold.org(), member)',
    replace: 'scope',
    suites: suite('tests/unit/data/verdicts.test.ts'),
  },
  {
    name: 'a sign is told to whoever has the customer',
    file: 'client/data/answers/work/gaps-answer.ts',
    find: ' && isToldOf(org, viewer, member)',
    replace: '',
    suites: suite('tests/unit/data/sign-answers.test.ts'),
  },
  {
    name: 'a task from a cause that is not told here does not count',
    file: 'client/data/answers/insight/cause-tasks.ts',
    find: 'filter(({ cause }) => cause.startsWith(',
    replace: 'filter(({ cause }) => cause.endsWith(',
    suites: INSIGHTS,
  },
  {
    name: 'a pack its person has begun is taken back',
    file: 'rules/fold/desk.ts',
    find: 'if (pack?.withdrawn !== null || isPackBegun(pack)) return;',
    replace: 'if (pack?.withdrawn !== null) return;',
    suites: suite('tests/unit/rules/desk.test.ts'),
  },
  {
    name: 'a complaint about a promise that was kept counts',
    file: 'rules/metrics/duty-items.ts',
    find: ' || isKeptBy(promise.dueMs, note.delivered)',
    replace: '',
    suites: suite('tests/unit/rules/metrics-complaints.test.ts'),
  },
  {
    name: 'an appointment of ended deals is awaited',
    file: 'rules/insights/today.ts',
    find: ' && mootSince(customer, one) === null',
    replace: '',
    suites: suite('tests/unit/rules/insights-heatmap.test.ts'),
  },
  {
    name: 'an appointment is moot while another deal runs',
    file: 'rules/insights/today.ts',
    find: 'ended?.t ?? Number.POSITIVE_INFINITY',
    replace: 'ended?.t ?? 0',
    suites: suite('tests/unit/rules/insights-heatmap.test.ts'),
  },
  {
    name: 'other links of a member stay good',
    file: 'sync-relay/authn/links.ts',
    find: "const others = kind === 'member' ?",
    replace: "const others = kind === 'owner' ?",
    suites: LINKS,
  },
  {
    name: 'who has left is let in by his link',
    file: 'sync-relay/authn/authn.ts',
    find: "?.active === false ? 'linkExpired' : link",
    replace: "?.active === null ? 'linkExpired' : link",
    suites: LINKS,
  },
];
