import { DEFAULT_PROCESS } from '#rules';
import { type InProcessOptions, type InProcessRelay, openRelay } from '../../support/relay.ts';
import { type Author, join, type Line, makeAuthor, openLine } from './raw-device.ts';

export type Colleague = Awaited<ReturnType<typeof join>> & { readonly author: Author; readonly line: Line };

/** A relay with a founded company: territories east and west, a rep in each, a manager of east. */
export interface TestCompany extends InProcessRelay {
  readonly owner: Colleague;
  /** Invites the member already written into `org` and signs a device in. */
  joinAs(member: string, device: string): Promise<Colleague>;
  /** Sends one event and waits for its ack. @throws Error with the reject frame */
  write(from: Colleague, room: string, type: string, subject: string, payload: unknown): Promise<void>;
}

let batch = 0;
export const send = async (from: Colleague, room: string, update: Uint8Array) => {
  batch += 1;
  const mine = batch;
  from.line.send({ type: 'append', batch: mine, room, clock: { boot: 'b', mono: 1, wall: 1 }, update });
  return Promise.race([
    from.line.take('ack', ({ rooms }) => rooms.some(({ batches }) => batches.includes(mine))),
    from.line.take('reject', (frame) => frame.batch === mine),
  ]);
};

const write: TestCompany['write'] = async (from, room, type, subject, payload) => {
  const answer = await send(from, room, from.author.update(room, type, subject, payload));
  if (answer.type === 'reject') throw new Error(`${type}: ${JSON.stringify(answer)}`);
};

export const QUARTER_ROOM = (relay: InProcessRelay, territory: string): string => {
  const room = relay.log.rooms().find((name) => name.startsWith(`log:${territory}:`));
  if (room === undefined) throw new Error(`no log of ${territory}`);
  return room;
};

export const foundCompany = async (options: InProcessOptions = {}): Promise<TestCompany> => {
  const relay = await openRelay(options);
  const signedIn = async (secret: string, device: string, name?: string): Promise<Colleague> => {
    const session = await join(relay.url, secret, device, name);
    const line = await openLine(relay.url, session);
    await line.take('welcome');
    return Object.assign(session, { line, author: makeAuthor(session) });
  };
  const owner = await signedIn(await relay.relay.authn.makeOwnerLink(), 'dev-owner', '老板');
  const org = (type: string, payload: unknown): Promise<void> => write(owner, 'org@1', type, 'org', payload);
  await org('companyFounded', { name: '甲公司' });
  await org('territoryDefined', { territory: 'east', name: '华东' });
  await org('territoryDefined', { territory: 'west', name: '西南' });
  await org('memberInvited', { member: 'mia', name: '米娅', role: 'manager', territories: ['east'] });
  await org('memberInvited', { member: 'ren', name: '小任', role: 'rep', territories: ['east'], manager: 'mia' });
  await org('memberInvited', { member: 'wei', name: '小魏', role: 'rep', territories: ['west'] });
  return {
    ...relay,
    owner,
    write,
    async joinAs(member, device) {
      const { body } = await owner.post('/api/invites', { member });
      const { hash } = new URL((body as { link: string }).link);
      return signedIn(hash.slice(1), device);
    },
  };
};

/** Switches every shipped rule on or off: a test of what is told otherwise hears only itself. */
export const turnRules = async ({ write, owner }: TestCompany, isOn: boolean): Promise<void> => {
  for (const rule of DEFAULT_PROCESS.rules) {
    await write(owner, 'org@1', 'processPublished', 'org', { part: { kind: 'rule', rule: { ...rule, isOn } } });
  }
};

export const customer = (owner: string, territory = 'east') => ({
  territory,
  profile: { name: '丙客户' },
  owner,
  opportunity: { opportunity: `o-${owner}`, name: '首单', stage: 'initialContact' },
});
