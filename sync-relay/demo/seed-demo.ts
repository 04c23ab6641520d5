import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, DAY_MS, type Evidence, HOUR_MS, type MemberId, shanghaiDay, startOfDayMs } from '#rules';
import type { BlobStore } from '../blobs/blob-store.ts';
import { makeManualClock } from '../clock.ts';
import { makeLogService } from '../log/index.ts';
import { makeMetrics } from '../metrics/metrics.ts';
import { makeRuleHost } from '../rule-host/rule-host.ts';
import type { Storage } from '../storage/contract.ts';
import { rulesOff, rulesOn } from './automation.ts';
import { confirmationPdf } from './demo-file.ts';
import { type DemoWorld, makeDemoWorld } from './demo-world.ts';
import { type Dice, makeDice } from './dice.ts';
import { fairCustomers, fairOfDay } from './fair.ts';
import { holdStorage } from './held-storage.ts';
import { leadOfDay, MARKETING } from './leads.ts';
import { INDUSTRIES, makeCompanyNames, personName, TERRITORIES } from './names.ts';
import { COMPANY_PLAYBOOKS } from './playbooks.ts';
import { profileNote } from './profiles.ts';
import { nextActs, nextDay, opening, type Story } from './story.ts';

export interface DemoOptions {
  readonly randomBytes: (count: number) => Uint8Array;
  /** The year ends here, ms. */
  readonly nowMs: number;
  readonly blobs: BlobStore;
  /** Folder on the same disk as the blobs, for files on their way. */
  readonly scratchDir: string;
  readonly customers?: number;
  readonly seed?: number;
}
/** People of the demo whom one may sign in as. */
export interface Demo {
  readonly people: {
    readonly manager: MemberId;
    readonly rep: MemberId;
    readonly presales: MemberId;
    readonly marketing: MemberId;
  };
  /** Commands the rules refused, by reason. */
  readonly refusals: ReadonlyMap<string, number>;
  readonly events: number;
}

const YEAR_DAYS = 365;
const RECENT_MS = 6 * DAY_MS;
/** So long before its end the year goes over to automatic rules: past the quiet days of the pool. */
const RULES_DAYS = 45;
/** Marketing begins to bring leads so long before the end. */
const LEAD_DAYS = 40;
const REPS = 52;
const PEOPLE: Demo['people'] = {
  manager: 'manager-east' as MemberId,
  rep: 'rep-1' as MemberId,
  presales: 'presales-east' as MemberId,
  marketing: MARKETING as MemberId,
};
/** What the company counted by hand before it began, in thousandths of each number's unit (R86). */
const BASELINES = [
  { metric: 'effectiveTouchpoints', thousandths: 3_200, source: '上年第四季度周报，人工统计' },
  { metric: 'leadToFirstVisitDays', thousandths: 6_400, source: '上年展会线索登记表' },
  { metric: 'attributionAccuracy', thousandths: 310, source: '上年四次季度复盘，猜中的次数' },
  { metric: 'reportCompleteness', thousandths: 440, source: '上年第四季度日报抽查 200 份' },
] as const;
const META_SEEDED = 'demo.seeded';

interface Rep {
  readonly id: string;
  readonly territory: (typeof TERRITORIES)[number];
}

const foundCompany = async (world: DemoWorld, startMs: number, dice: Dice): Promise<readonly Rep[]> => {
  let atMs = startMs;
  const org = async (type: Command['type'], payload: object): Promise<void> => {
    atMs += 60_000;
    await world.run('owner', { type, subject: 'org', payload } as Command, atMs);
  };
  const hire = async (payload: { member: string; role: string; territories: string[]; manager?: string }) => {
    await org('memberInvited', { ...payload, name: personName(dice) });
    await world.admit(payload.member);
  };
  await world.ensureRooms();
  await world.admit('owner', '林建国');
  await org('companyFounded', { name: '启程智造装备' });
  for (const baseline of BASELINES) await org('baselineSet', baseline);
  for (const rule of rulesOff()) await org('processPublished', { part: { kind: 'rule', rule } });
  for (const playbook of COMPANY_PLAYBOOKS) await org('processPublished', { part: { kind: 'playbook', playbook } });
  for (const { id, name } of TERRITORIES) {
    await org('territoryDefined', { territory: id, name });
    await hire({ member: `manager-${id}`, role: 'manager', territories: [id] });
    await hire({ member: `presales-${id}`, role: 'presales', territories: [id] });
  }
  const reps: Rep[] = [];
  for (let index = 1; index <= REPS; index += 1) {
    const territory = TERRITORIES[(index - 1) % TERRITORIES.length] ?? TERRITORIES[0];
    const id = `rep-${index}`;
    await hire({ member: id, role: 'rep', territories: [territory.id], manager: `manager-${territory.id}` });
    reps.push({ id, territory });
  }
  await hire({ member: MARKETING, role: 'marketing', territories: TERRITORIES.map(({ id }) => id) });
  return reps;
};

/** Earliest due first; equal times in the order they were put in. */
class Agenda<Item> {
  readonly #days = new Map<number, { atMs: number; item: Item }[]>();
  put(atMs: number, item: Item): void {
    const day = shanghaiDay(atMs);
    const list = this.#days.get(day) ?? [];
    list.push({ atMs, item });
    this.#days.set(day, list);
  }
  take(day: number): readonly { atMs: number; item: Item }[] {
    const list = this.#days.get(day) ?? [];
    this.#days.delete(day);
    return list.sort((a, b) => a.atMs - b.atMs);
  }
}

/** An instant in office hours of a day. */
const officeTime = (day: number, dice: Dice): number =>
  startOfDayMs(day) + 9 * HOUR_MS + Math.floor(dice.next() * 9 * HOUR_MS);

const makeConfirmations = ({ blobs, scratchDir }: DemoOptions) => {
  const pending: Promise<unknown>[] = [];
  return {
    make(label: string): Evidence {
      const bytes = confirmationPdf(label);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const file = join(scratchDir, `demo-${sha256}`);
      const claim = { sha256, name: '客户需求确认书.pdf', uploader: 'owner', mustBePdf: true };
      pending.push(
        writeFile(file, bytes)
          .then(() => blobs.keep(file, claim))
          .then(() => rm(file, { force: true })),
      );
      return { sha256, name: claim.name, size: bytes.length, documentType: 'requirementConfirmation' };
    },
    async settled(): Promise<void> {
      await Promise.all(pending.splice(0));
    },
  };
};

/** Presales keep up; of the last days' tasks most still wait. */
const completeTasks = async (
  world: DemoWorld,
  story: Story,
  atMs: number,
  { isRecent, dice }: { readonly isRecent: boolean; readonly dice: Dice },
): Promise<void> => {
  for (const task of world.customer(story.id)?.tasks ?? []) {
    if (task.status !== 'open' || (isRecent && dice.chance(0.7)) || task.assignee === null) continue;
    const command: Command = {
      type: 'taskCompleted',
      subject: story.id,
      payload: { task: task.id, remark: task.kind === 'draftProposal' ? '初稿已发销售' : '已补齐' },
    };
    await world.run(task.assignee, command, atMs);
  }
};

/** The company goes over to automatic rules, in the evening, each published with its reason (R10). */
const switchRulesOn = async (world: DemoWorld, day: number): Promise<void> => {
  let atMs = startOfDayMs(day) + 8 * HOUR_MS;
  for (const rule of rulesOn()) {
    atMs += 60_000;
    const payload = { part: { kind: 'rule' as const, rule }, note: '试运行看过名单，全公司启用' };
    await world.run('owner', { type: 'processPublished', subject: 'org', payload }, atMs);
  }
};

/** Tells the year day by day. */
const liveThrough = async (
  world: DemoWorld,
  reps: readonly Rep[],
  options: DemoOptions & { readonly startMs: number; readonly settle: () => Promise<void> },
  dice: Dice,
): Promise<void> => {
  const agenda = new Agenda<Story | null>();
  const newName = makeCompanyNames(dice);
  const leadDice = makeDice(2 * (options.seed ?? 20_260_101) + 1);
  const fairDice = makeDice(2 * (options.seed ?? 20_260_101) + 2);
  const profileDice = makeDice(2 * (options.seed ?? 20_260_101) + 3);
  const confirmations = makeConfirmations(options);
  const firstDay = shanghaiDay(options.startMs) + 1;
  const lastDay = shanghaiDay(options.nowMs);
  const count = options.customers ?? 2000;
  const ofFair = fairCustomers(count);
  let made = 0;
  for (let i = ofFair; i < count; i += 1) {
    // The company grows: most of its customers are of the last months.
    const day = Math.max(
      dice.int(firstDay, lastDay - 2),
      dice.int(firstDay, lastDay - 2),
      dice.int(firstDay, lastDay - 2),
    );
    agenda.put(officeTime(day, dice), null);
  }
  const storyOf = (id: string, { id: owner, territory }: Rep): Story => ({
    id,
    owner,
    territory: territory.id,
    manager: `manager-${territory.id}`,
    keen: dice.chance(0.4),
  });
  const begin = async (atMs: number): Promise<Story> => {
    made += 1;
    const rep = dice.pick(reps);
    const { cities } = rep.territory;
    const story = storyOf(`demo-c${made}`, rep);
    const [city, industry] = [dice.pick<string>(cities), dice.pick<string>(INDUSTRIES)];
    for (const { member, command } of opening(story, newName(city, industry), { city, industry }, dice)) {
      await world.run(member, command, atMs);
    }
    return story;
  };
  const goOn = async (story: Story, atMs: number): Promise<boolean> => {
    const state = world.customer(story.id);
    if (state === null || state.opportunities[0]?.ended || state.voided !== null) return false;
    // Whoever has it now goes on with it: a manager may have taken over.
    const present = { ...story, owner: state.owner ?? story.manager };
    const acts = nextActs(present, state, atMs, dice, () => confirmations.make(story.id));
    await confirmations.settled();
    for (const { member, command } of [...acts, ...profileNote(present, state, profileDice)])
      await world.run(member, command, atMs);
    await completeTasks(world, story, atMs + 1, { isRecent: options.nowMs - atMs < RECENT_MS, dice });
    return true;
  };
  for (let day = firstDay; day <= lastDay; day += 1) {
    await world.ensureRooms();
    if (day === lastDay - RULES_DAYS) await switchRulesOn(world, day);
    if (day > lastDay - LEAD_DAYS && day < lastDay) {
      const taken = await leadOfDay(world, { day, takers: reps, newName }, leadDice);
      if (taken !== null) agenda.put(officeTime(day + leadDice.int(1, 4), leadDice), storyOf(taken.id, taken.taker));
    }
    const fair = { day, nowMs: options.nowMs, count: ofFair, reps, newName };
    for (const story of await fairOfDay(world, fair, fairDice)) {
      agenda.put(officeTime(day + fairDice.int(2, 4), fairDice), story);
    }
    for (const { atMs, item } of agenda.take(day)) {
      if (atMs >= options.nowMs) break;
      const story = item ?? (await begin(atMs));
      if (item !== null && !(await goOn(story, atMs))) continue;
      agenda.put(officeTime(nextDay(story, world.customer(story.id), day, dice), dice), story);
    }
    await options.settle();
  }
};

/**
 * Fills an empty storage with a believable company and a year of its events: every one decided by the rules,
 * written by a device, received by the relay's own logs at its time. A storage that was filled before is left as
 * it is. @throws DemoFailure, StorageFailure
 */
export const seedDemo = async (storage: Storage, options: DemoOptions): Promise<Demo> => {
  const { meta, rooms } = await storage.load();
  if (meta.has(META_SEEDED)) return { people: PEOPLE, refusals: new Map(), events: 0 };
  if (rooms.length > 0) throw new DemoNotEmpty();
  const dice = makeDice(options.seed ?? 20_260_101);
  const startMs = options.nowMs - YEAR_DAYS * DAY_MS;
  const clock = makeManualClock(startMs);
  const held = holdStorage(storage);
  const log = await makeLogService({ storage: held, clock, randomBytes: options.randomBytes });
  const world = makeDemoWorld(log, clock);
  // The demo settles seals and effects itself, once a day: no timer runs in told time.
  const timers = { after: () => () => undefined };
  const ruleHost = makeRuleHost({
    log,
    company: world.company,
    metrics: makeMetrics(),
    timers,
    findFile: (hash) => options.blobs.find(hash),
    report: (cause) => {
      throw cause;
    },
  });
  const reps = await foundCompany(world, startMs, dice);
  await liveThrough(world, reps, { ...options, startMs, settle: ruleHost.settle }, dice);
  await ruleHost.close();
  const events = log.rooms().reduce((sum, room) => sum + [...log.rows(room)].length, 0);
  world.company.close();
  await log.close();
  await held.commit({ meta: new Map([[META_SEEDED, String(options.nowMs)]]) });
  await held.release();
  return { people: PEOPLE, refusals: world.refusals, events };
};

/** `--demo` was asked for on a folder that holds a company already. */
export class DemoNotEmpty extends Error {
  override readonly name = 'DemoNotEmpty';
}
