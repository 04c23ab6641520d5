import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CustomerId, EffectId, MemberId, RelayFact } from '#rules';
import type { HttpClient } from '../../sync-relay/notifiers/http-client.ts';
import type { Relay } from '../../sync-relay/relay.ts';
import type { Storage } from '../../sync-relay/storage/contract.ts';
import { openSqliteStorage } from '../../sync-relay/storage/sqlite.ts';
import { openRelay } from '../support/relay.ts';
import { until } from '../support/until.ts';
import { makeDingtalkRobotVendor } from '../support/vendors/dingtalk.ts';
import type { Vendor } from '../support/vendors/vendor.ts';
import { customer, foundCompany, QUARTER_ROOM, turnRules } from '../unit/relay-edge/company.ts';

const EFFECT = 'effect-of-the-alert' as EffectId;
const CUSTOMER = 'c-1' as CustomerId;
const RECIPIENTS = ['ren', 'mia'] as MemberId[];
const masterKey = randomBytes(32);

let folder: string;
let robot: Vendor;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jieli-messages-'));
  robot = makeDingtalkRobotVendor({ token: 't', secret: null, keywords: [], now: () => Date.now() });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const openStorage = (): Promise<Storage> => openSqliteStorage({ file: join(folder, 'relay.db') });
const outside = (http: HttpClient = robot.http) => ({
  outside: { masterKey, http, randomBytes, writeLog: () => undefined },
});
const deskOf = ({ messages }: Relay): NonNullable<Relay['messages']>['desk'] => {
  if (messages === null) throw new Error('this relay sends nothing');
  return messages.desk;
};

/** What a rule host owes the desk: each fired fact is told, at its commit and once more after a start. */
const connect = (relay: Relay): void => {
  const tell = (fact: RelayFact): void => {
    if (fact.kind !== 'fired') return;
    void deskOf(relay).tell({
      effect: fact.effect,
      epoch: relay.log.epoch,
      kind: 'touchpointAlert',
      rule: fact.rule,
      customer: CUSTOMER,
      recipients: RECIPIENTS,
      at: fact.tick,
    });
  };
  for (const room of relay.log.rooms()) for (const fact of relay.log.facts(room)) tell(fact);
  relay.company.onChange((_, { facts }) => {
    for (const fact of facts) tell(fact);
  });
};
const fire = (relay: Relay, room: string): Promise<unknown> =>
  relay.log.appendFacts(room, [
    {
      kind: 'fired',
      effect: EFFECT,
      rule: '触点预警',
      // Of no version that is there: what the relay says by itself stays out of this test.
      version: 'none',
      subject: CUSTOMER,
      cause: 'note',
      inputs: [],
      branch: 0,
      rung: null,
      dueAt: relay.log.now(),
      basis: null,
    },
  ]);
const statesOf = (relay: Relay): readonly string[] =>
  deskOf(relay)
    .deliveries()
    .map(({ state }) => state);

it('[MS-2][R91][I20] an effect fired twice, on a relay that is restarted between and after, is sent once', async () => {
  const storage = await openStorage();
  const company = await foundCompany({ storage, deps: outside() });
  await turnRules(company, false);
  const ren = await company.joinAs('ren', 'dev-ren');
  await company.write(ren, 'pool:east@1', 'customerCreated', CUSTOMER, customer('ren'));
  const room = QUARTER_ROOM(company, 'east');
  const { messages } = company.relay;
  await messages?.settings.setQuiet({ isOn: false, fromMinute: 0, toMinute: 0, sendAtMinute: 0 });
  await messages?.settings.setChannel('dingtalkRobot', true, { webhook: 't' });
  connect(company.relay);
  await fire(company.relay, room);
  await fire(company.relay, room);
  await until(
    'both are told',
    () => statesOf(company.relay).length === 2 && !statesOf(company.relay).includes('waiting'),
  );
  await deskOf(company.relay).settled();
  await company.stop();
  await storage.close();
  for (let starts = 0; starts < 2; starts += 1) {
    const again = await openStorage();
    const second = await openRelay({ storage: again, deps: outside() });
    connect(second.relay);
    await fire(second.relay, room);
    await deskOf(second.relay).tell({
      effect: EFFECT,
      epoch: second.log.epoch,
      kind: 'touchpointAlert',
      rule: '触点预警',
      customer: CUSTOMER,
      recipients: RECIPIENTS,
      at: second.log.now(),
    });
    await deskOf(second.relay).settled();
    expect(statesOf(second.relay)).toEqual(['sent', 'sent']);
    await second.stop();
    await again.close();
  }
  expect(robot.requests).toHaveLength(1);
  expect(robot.taken).toHaveLength(1);
});

it('[MS-2][MS-4] a relay that ended between firing and telling tells after its start', async () => {
  const storage = await openStorage();
  const company = await foundCompany({ storage, deps: outside() });
  await turnRules(company, false);
  const ren = await company.joinAs('ren', 'dev-ren');
  await company.write(ren, 'pool:east@1', 'customerCreated', CUSTOMER, customer('ren'));
  await company.relay.messages?.settings.setQuiet({ isOn: false, fromMinute: 0, toMinute: 0, sendAtMinute: 0 });
  await company.relay.messages?.settings.setChannel('dingtalkRobot', true, { webhook: 't' });
  await fire(company.relay, QUARTER_ROOM(company, 'east'));
  await company.stop();
  await storage.close();
  const again = await openStorage();
  const second = await openRelay({ storage: again, deps: outside() });
  connect(second.relay);
  await until('it is told', () => robot.taken.length > 0);
  await deskOf(second.relay).settled();
  expect(robot.taken).toHaveLength(1);
  await second.stop();
  await again.close();
});
