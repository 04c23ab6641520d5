import type { Channel, TestMessageAnswer } from '#protocol';
import type { MemberId } from '#rules';
import type { Company } from '../company/company.ts';
import { type LinkTokens, makeLinkTokens } from '../links/link-tokens.ts';
import type { LogService } from '../log/index.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Report } from '../metrics/report.ts';
import type { HttpClient } from '../notifiers/http-client.ts';
import type { Timers } from '../session/wire.ts';
import type { Storage } from '../storage/contract.ts';
import { type MessageDesk, makeMessageDesk } from './desk.ts';
import type { LastHeard } from './last-heard.ts';
import { makePushDevices, type PushDevices } from './push-devices.ts';
import { makeReach, type Reach } from './reach.ts';
import { keyFor, makeSecretBox } from './secret-box.ts';
import { type MessageSettings, makeMessageSettings } from './settings.ts';
import { WORDS } from './words.ts';

/** What messages need from outside the core; a relay without it (a simulation) sends none. */
export interface OutsideDeps {
  /** 32 bytes: secrets at rest and links follow from it. */
  readonly masterKey: Uint8Array;
  readonly http: HttpClient;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Address of the app, without a slash at the end. */
  readonly publicUrl: () => string;
  /** For the channel that only writes a log. */
  readonly writeLog: (line: string) => void;
}

export interface MessagesDeps extends OutsideDeps {
  readonly storage: Storage;
  readonly meta: ReadonlyMap<string, string>;
  readonly log: LogService;
  readonly company: Company;
  readonly lastHeard: LastHeard;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly report: Report;
}

/** Everything about messages that leave the relay. */
export interface Messages {
  readonly desk: MessageDesk;
  readonly settings: MessageSettings;
  readonly push: PushDevices;
  readonly links: LinkTokens;
  /** One message to one person, now, past quiet hours and outbox; says what came of it. */
  test(channel: Channel, member: MemberId): Promise<TestMessageAnswer>;
  close(): Promise<void>;
}

const LINK_LIFE_MS = 48 * 3_600_000;

const makeTest =
  (reach: Reach, push: PushDevices, { company, publicUrl, log }: MessagesDeps): Messages['test'] =>
  async (channel, member) => {
    const notifier = await reach.notifier(channel);
    if (notifier === null) return { kind: 'refused', reason: 'channelOff', detail: '' };
    const [target = ''] = channel === 'webPush' ? push.targetsOf(member) : [];
    const address = reach.addressOf(member, { channel, target });
    if (address === null) return { kind: 'refused', reason: 'noAddress', detail: '' };
    const key = `test-${log.now()}`;
    const outcome = await notifier.send({
      key,
      tag: key,
      title: WORDS.test,
      // work notifications with equal text reach a person once a day only
      lines: [WORDS.testLine(company.org().companyName ?? ''), WORDS.testTime(log.now())],
      link: { text: WORDS.open, url: publicUrl() },
      to: [address],
    });
    return outcome.kind === 'accepted' ? { kind: 'accepted' } : outcome;
  };

export const makeMessages = (deps: MessagesDeps): Messages => {
  const { storage, meta, log, company, randomBytes, publicUrl } = deps;
  const now = (): number => log.now();
  const box = makeSecretBox(keyFor(deps.masterKey, 'secrets'), randomBytes);
  const links = makeLinkTokens(keyFor(deps.masterKey, 'links'));
  const settings = makeMessageSettings({ storage, meta, box, now });
  const isSignedIn: Parameters<typeof makePushDevices>[0]['isSignedIn'] = (member, device) =>
    company.org().members[member]?.devices.includes(device) ?? false;
  const push = makePushDevices({ storage, meta, box, randomBytes, isSignedIn });
  const reach = makeReach({ ...deps, settings, push, now });
  const desk = makeMessageDesk({
    ...deps,
    settings,
    reach,
    forgetTarget: push.forget,
    compose: {
      company,
      now,
      publicUrl,
      lastHeard: deps.lastHeard.of,
      actLink: ({ recipient, effect, customer }, { note, plan }) =>
        `${publicUrl()}/m/${links.make({
          purpose: 'touchpoint',
          member: recipient,
          effect,
          customer: customer ?? '',
          note,
          appointmentMs: plan.atMs,
          expiresAtMs: now() + LINK_LIFE_MS,
        })}`,
    },
  });
  return {
    desk,
    settings,
    push,
    links,
    test: makeTest(reach, push, deps),
    async close() {
      await desk.close();
      deps.lastHeard.close();
    },
  };
};
