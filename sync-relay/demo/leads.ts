import { type Command, type CustomerId, HOUR_MS, type LeadId, leadCustomer, openOffer, startOfDayMs } from '#rules';
import type { DemoWorld } from './demo-world.ts';
import type { Dice } from './dice.ts';
import { INDUSTRIES, PRODUCTS, SOURCES, type TERRITORIES, TITLES } from './names.ts';

/** Whoever brings the leads. */
export const MARKETING = 'marketing-1';
const CAMPAIGNS = ['工博会', '秋季线上课', '官网改版', '老客户答谢'] as const;

export interface LeadTaker {
  readonly id: string;
  readonly territory: (typeof TERRITORIES)[number];
}

/**
 * One morning of marketing: a lead comes in; most wait in the pool, some are given away and answered (R51).
 * Who took it and as which customer, when somebody did.
 */
export const leadOfDay = async (
  world: DemoWorld,
  {
    day,
    takers,
    newName,
  }: {
    readonly day: number;
    readonly takers: readonly LeadTaker[];
    readonly newName: (city: string, industry: string) => string;
  },
  dice: Dice,
): Promise<{ readonly id: CustomerId; readonly taker: LeadTaker } | null> => {
  const taker = dice.pick(takers);
  const { id: territory, cities } = taker.territory;
  const [city, industry] = [dice.pick<string>(cities), dice.pick<string>(INDUSTRIES)];
  const lead = `demo-lead-${day}` as LeadId;
  const atMs = startOfDayMs(day) + 8 * HOUR_MS;
  const run = (member: string, command: Command, minutes: number): Promise<boolean> =>
    world.run(member, command, atMs + minutes * 60_000);
  const attributes = { industry, city, product: dice.pick(PRODUCTS), decisionMakerTitle: dice.pick(TITLES) };
  const payload = {
    name: newName(city, industry),
    territory,
    source: dice.pick(SOURCES),
    campaign: dice.pick(CAMPAIGNS),
  };
  await run(
    MARKETING,
    { type: 'leadRecorded', subject: lead, payload: { ...payload, receivedAtMs: atMs, attributes } },
    0,
  );
  if (dice.chance(0.7)) return null;
  await run(`manager-${territory}`, { type: 'leadAssigned', subject: lead, payload: { to: taker.id, territory } }, 10);
  const given = world.customer(leadCustomer(lead));
  const offer = given === null ? null : openOffer(given)?.id;
  if (given === null || !offer || dice.chance(0.3)) return null;
  const subject = given.id;
  if (dice.chance(0.2)) {
    await run(taker.id, { type: 'leadDeclined', subject, payload: { offer, reason: '规模不合适' } }, 30);
    return null;
  }
  const isTaken = await run(taker.id, { type: 'leadAccepted', subject, payload: { offer } }, dice.int(20, 400));
  return isTaken ? { id: subject, taker } : null;
};
