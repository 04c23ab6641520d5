import {
  type Command,
  DAY_MS,
  DEFAULT_PROCESS,
  type DeskState,
  HOUR_MS,
  LEADING_ROLES,
  type MemberId,
  type SentPlaybook,
} from '#rules';
import { type Maker, org, type Situation } from './situation.ts';

const said = (member: string, type: string, payload: object): Command =>
  ({ type, subject: member, payload }) as Command;

const ownDesk = ({ fold, member }: Situation): DeskState => fold.desk(member);
const onOwn =
  (type: string, make: (desk: DeskState, situation: Situation) => object | null): Maker =>
  (situation) => {
    const payload = make(ownDesk(situation), situation);
    return payload === null ? null : said(situation.member, type, payload);
  };
const pack = (desk: DeskState, fits: (one: SentPlaybook) => boolean): SentPlaybook | null =>
  desk.playbooks.find(fits) ?? null;

/** Somebody this device knows, perhaps nobody the actor leads. */
const somebody = ({ fold, member, random }: Situation): MemberId =>
  random.pick([member, ...Object.values(fold.org().members).map(({ id }) => id)]);

const leads = ({ fold, member }: Situation): boolean => {
  const role = fold.org().members[member]?.role;
  return role !== undefined && LEADING_ROLES.has(role);
};

/** What people and those who lead them say on desks: name, how often it is drawn, how it is made. */
export const DESK_COMMANDS: readonly (readonly [name: string, weight: number, make: Maker])[] = [
  [
    'playbook sent',
    8,
    (situation) => {
      if (!leads(situation)) return null;
      const { random, nowMs } = situation;
      return said(somebody(situation), 'playbookSent', {
        playbook: random.pick(['digRealNeeds', 'firstVisit']),
        version: 'template',
        tasks: [{ title: '约客户', dueMs: nowMs + 2 * DAY_MS }],
        effectAfterDays: 14,
      });
    },
  ],
  [
    'playbook withdrawn',
    3,
    (situation) => {
      const { fold, nowMs } = situation;
      for (const member of fold.deskMembers()) {
        const sent = pack(fold.desk(member), ({ withdrawn, t }) => withdrawn === null && nowMs - t < HOUR_MS);
        if (sent !== null) return said(member, 'playbookWithdrawn', { sent: sent.id });
      }
      return null;
    },
  ],
  [
    'playbook received',
    4,
    onOwn('playbookReceived', (desk) => {
      const sent = pack(desk, ({ received }) => received === null);
      return sent && { sent: sent.id };
    }),
  ],
  [
    'playbook task done',
    4,
    onOwn('playbookTaskDone', (desk) => {
      const sent = pack(desk, ({ tasks }) => tasks.some(({ done }) => done === null));
      return sent && { sent: sent.id, task: 0 };
    }),
  ],
  [
    'cause guessed',
    2,
    onOwn('causeGuessed', (_, { random }) => ({
      swing: { stage: 'internalApproval', week: `2026-W4${random.int(3)}`, scope: '{}' },
      guess: `判断 ${random.int(1000)}`,
      found: null,
    })),
  ],
  [
    'verdicts sooner',
    2,
    ({ random }) =>
      org('processPublished', {
        part: { kind: 'metrics', metrics: { ...DEFAULT_PROCESS.metrics, judgeAfterDays: random.pick([1, 3]) } },
      }),
  ],
  [
    'cause judged',
    // Only who has guessed before may judge, which few have: at a lower weight 500 histories had two of them, or none.
    15,
    onOwn('causeJudged', ({ guesses }, { random }) => {
      const guess = guesses[0];
      return guess === undefined ? null : { guess: guess.id, verdict: random.pick(['right', 'wrong', 'undecided']) };
    }),
  ],
  [
    'suggestion answered',
    1,
    onOwn('suggestionAnswered', (_, { random }) => ({
      suggestion: `s${random.int(3)}`,
      answer: 'declined',
      reason: '他在休假',
      leads: [],
    })),
  ],
];
