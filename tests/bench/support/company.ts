import { randomBytes } from 'node:crypto';
import { type Command, type DeviceId, decide, type MemberId, mayAppendType } from '#rules';
import type { ManualClock } from '../../../sync-relay/clock.ts';
import { ORG_ROOM } from '../../../sync-relay/company/catalogue.ts';
import { makeDemoDevice } from '../../../sync-relay/demo/device.ts';
import { personName } from '../../../sync-relay/demo/names.ts';
import { makeLogService } from '../../../sync-relay/log/index.ts';
import { makeRelayCore } from '../../../sync-relay/relay-core.ts';
import type { Storage } from '../../../sync-relay/storage/contract.ts';
import type { Prng } from '../../support/prng.ts';

/** A signed-in device with what its browser would keep. */
export interface Worker {
  readonly member: MemberId;
  readonly device: DeviceId;
  readonly role: 'manager' | 'rep' | 'presales';
  readonly territory: string;
  /** Session cookie and its CSRF token. */
  readonly secret: string;
  readonly csrf: string;
}

export interface CompanyPlan {
  readonly territories: readonly string[];
  readonly repsEach: number;
  readonly clock: ManualClock;
  readonly prng: Prng;
}

const noTimers = { after: () => () => undefined };

/**
 * Founds a company in an empty storage with the relay's own parts: owner, territories, and in each one manager, one
 * presales engineer and `repsEach` salespeople, every one of them joined with one device.
 */
export const foundCompany = async (storage: Storage, plan: CompanyPlan): Promise<readonly Worker[]> => {
  const { clock, prng } = plan;
  const log = await makeLogService({ storage, clock, randomBytes });
  const core = await makeRelayCore({ log, storage, timers: noTimers, findFile: () => null });
  const { authn, company } = core;
  const key = { kty: 'EC' };
  const ownerJoin = { secret: await authn.makeOwnerLink(), device: 'dev-owner' as DeviceId, publicKey: key };
  const founder = await authn.join({ ...ownerJoin, name: '林建国' });
  if (founder.kind === 'refused') throw new Error(`the owner was refused: ${founder.reason}`);
  const owner = makeDemoDevice(founder.session.member, 0, company.fold);

  const tell = async (type: Command['type'], payload: unknown): Promise<void> => {
    clock.set(clock.now() + 1000);
    const command = { type, subject: 'org', payload } as Command;
    const context = { org: company.org(), actor: owner.member, customer: null, now: clock.now() };
    const decision = decide(command, context);
    if (decision.kind === 'refused') throw new Error(`${type}: ${JSON.stringify(decision.refusals)}`);
    for (const draft of decision.drafts) {
      const { update } = owner.write(draft, ORG_ROOM, clock.now(), log.lastTick());
      const { member, device } = owner;
      const mayAppend = (one: Parameters<typeof mayAppendType>[2]) => mayAppendType('owner', 'org', one);
      const outcome = await log.append({ room: ORG_ROOM, device, member, mayAppend, update });
      if (outcome.kind === 'rejected') throw new Error(`${type}: ${outcome.reason} ${outcome.detail}`);
    }
  };
  const hire = async (member: string, role: Worker['role'], territory: string): Promise<Worker> => {
    const manager = role === 'manager' ? {} : { manager: `manager-${territory}` };
    await tell('memberInvited', { member, name: personName(dice(prng)), role, territories: [territory], ...manager });
    const { secret } = await authn.makeInvite(member as MemberId);
    const device = `dev-${member}` as DeviceId;
    const joined = await authn.join({ secret, device, publicKey: key, name: null });
    if (joined.kind === 'refused') throw new Error(`${member} was refused: ${joined.reason}`);
    const { session } = joined;
    return { member: session.member, device, role, territory, secret: joined.secret, csrf: session.csrf };
  };

  await tell('companyFounded', { name: '启程智造装备' });
  const workers: Worker[] = [];
  for (const territory of plan.territories) {
    await tell('territoryDefined', { territory, name: territory });
    workers.push(await hire(`manager-${territory}`, 'manager', territory));
    workers.push(await hire(`presales-${territory}`, 'presales', territory));
    for (let rep = 0; rep < plan.repsEach; rep += 1) {
      workers.push(await hire(`rep-${territory}-${rep}`, 'rep', territory));
    }
  }
  await core.ruleHost.settle();
  await core.catalogue.ensure();
  await core.close();
  return workers;
};

/** The demo's names ask for its own kind of dice. */
export const dice = (prng: Prng) => ({
  next: () => prng.next(),
  int: (from: number, to: number) => from + prng.int(to - from + 1),
  chance: (probability: number) => prng.chance(probability),
  pick: <Item>(items: readonly Item[]): Item => prng.pick(items),
});
