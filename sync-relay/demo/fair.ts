import { HOUR_MS, startOfDayMs, weekOf } from '#rules';
import type { DemoWorld } from './demo-world.ts';
import type { Dice } from './dice.ts';
import type { LeadTaker } from './leads.ts';
import { INDUSTRIES, TERRITORIES } from './names.ts';
import { type Act, advance, opening, type Story } from './story.ts';

const [REGION] = TERRITORIES;
const STAGE = 'internalApproval';
/**
 * Where he decides it stays there: nobody of ours of that rank goes to see him. A title that nobody else in the demo
 * has: of a common one some get on by chance, and in a week with many of them no cause could be told.
 */
const DIRECTOR = '运营总监';
const OTHERS = ['采购经理', '设备主管', '信息主管'] as const;
const MOST = 24;

type NewName = (city: string, industry: string) => string;

/** How many of a demo's customers come from the fair. */
export const fairCustomers = (customers: number): number => Math.min(MOST, Math.floor(customers / 12));

/** Each host has as many of one kind as of the other: it is neither him nor the fair. */
const storyOf = (at: number, hosts: readonly LeadTaker[]): Story => {
  const isWaiting = at % 4 < 2;
  return {
    id: `demo-f${at + 1}`,
    owner: hosts[at % hosts.length]?.id ?? '',
    territory: REGION.id,
    manager: `manager-${REGION.id}`,
    keen: true,
    given: {
      source: '展会',
      decisionMakerTitle: isWaiting ? DIRECTOR : (OTHERS[at % OTHERS.length] ?? OTHERS[0]),
      waitsIn: isWaiting ? STAGE : null,
    },
  };
};

const meeting = (story: Story, newName: NewName, dice: Dice): readonly Act[] => {
  const [city, industry] = [dice.pick<string>(REGION.cities), dice.pick<string>(INDUSTRIES)];
  return opening(story, newName(city, industry), { city, industry }, dice);
};

/**
 * A morning after a trade fair: its visitors become customers, go on, and in the week before last enter a stage that half
 * of them do not get out of. By now its limit is over, so that the demo has a change worth asking about, and a cause to
 * be found (R47, R52, R54). Resolves to those whose part here ended that day; they go on as everybody does.
 */
export const fairOfDay = async (
  world: DemoWorld,
  {
    day,
    nowMs,
    count,
    reps,
    newName,
  }: {
    readonly day: number;
    /** The demo ends here, ms. */
    readonly nowMs: number;
    readonly count: number;
    readonly reps: readonly LeadTaker[];
    readonly newName: NewName;
  },
  dice: Dice,
): Promise<readonly Story[]> => {
  const monday = weekOf(nowMs).firstDay - 14;
  // Those who stood at the booth; not the first, whom one may sign in as.
  const hosts = reps.filter(({ territory }) => territory.id === REGION.id).slice(1, 3);
  const ended: Story[] = [];
  for (let at = 0; at < count; at += 1) {
    const story = storyOf(at, hosts);
    const [met, entry] = [monday - 4, monday + (at % 3)];
    const last = story.given?.waitsIn === null ? entry + 3 + (at % 4) : entry;
    const atMs = startOfDayMs(day) + 8 * HOUR_MS + at * 60_000;
    const state = world.customer(story.id);
    let acts: readonly Act[] = [];
    if (day === met) acts = meeting(story, newName, dice);
    else if (state !== null && [met + 1, entry, last].includes(day)) acts = advance(story, state, atMs, dice);
    for (const { member, command } of acts) await world.run(member, command, atMs);
    if (day === last) ended.push(story);
  }
  return ended;
};
