import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as z from 'zod/mini';
import {
  CHANNEL_FIELDS,
  channelRequest,
  type DeliveriesAnswer,
  type Delivery,
  handlesRequest,
  type PushKeyAnswer,
  pushEndRequest,
  pushSubscribeRequest,
  quietRequest,
  testMessageRequest,
} from '#protocol';
import { type CustomerId, leads, type MemberId, standsAbove } from '#rules';
import type { Session } from '../authn/authn.ts';
import type { Company } from '../company/company.ts';
import type { Messages } from '../messages/messages.ts';
import { isPushEndpoint } from '../notifiers/web-push.ts';
import { HttpRefusal, parse, readJson, sendJson } from './exchange.ts';
import type { SessionGuard } from './session-guard.ts';

export interface MessageRouteDeps {
  readonly messages: Messages;
  readonly company: Company;
  readonly guard: SessionGuard;
}
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
type Routes = Readonly<Record<string, Handler>>;

/** Deliveries shown at most, newest first. */
const SHOWN = 500;

const isInCharge = ({ company }: MessageRouteDeps, member: MemberId): boolean => {
  const state = company.org().members[member];
  return state?.active === true && (state.role === 'owner' || state.role === 'admin');
};

const leadsAnywhere = ({ company }: MessageRouteDeps, leader: MemberId, member: MemberId): boolean => {
  const org = company.org();
  const territories = org.members[member]?.territories ?? [];
  return standsAbove(org, leader, member) || territories.some((territory) => leads(org, leader, member, territory));
};

/** A customer kept back by his contributor is named to nobody who may not know of him. */
const shownTo = ({ company }: MessageRouteDeps, reader: MemberId, delivery: Delivery): Delivery => {
  if (delivery.customer === null) return delivery;
  const customer = company.fold.customer(delivery.customer as CustomerId);
  const isHidden =
    customer?.isPrivate === true && !company.access(reader, { kind: 'private', member: customer.created.author }).read;
  return isHidden ? { ...delivery, customer: null } : delivery;
};

const deliveriesFor = (deps: MessageRouteDeps, reader: MemberId): DeliveriesAnswer => {
  const mayReadAll = isInCharge(deps, reader);
  const mine = deps.messages.desk
    .deliveries()
    .filter(({ recipient }) => mayReadAll || recipient === reader || leadsAnywhere(deps, reader, recipient as MemberId))
    .sort((a, b) => b.at - a.at)
    .slice(0, SHOWN);
  return { deliveries: mine.map((delivery) => shownTo(deps, reader, delivery)) };
};

const settingRoutes = (deps: MessageRouteDeps): Routes => {
  const { messages, company, guard } = deps;
  const { settings, push, desk } = messages;
  const inCharge = ({ member }: Session): void => {
    if (!isInCharge(deps, member)) throw new HttpRefusal('notEntitled');
  };
  const shown = (response: ServerResponse): void => {
    const members = Object.values(company.org().members).filter(({ active }) => active);
    const ids = members.map(({ id }) => id);
    sendJson(
      response,
      200,
      settings.shown(ids, (member) => push.targetsOf(member).length),
    );
  };
  /** Writes of the owner or an admin; answers with the settings as they are then. */
  const change =
    <Schema extends z.core.$ZodType>(schema: Schema, act: (asked: z.infer<Schema>) => Promise<void>): Handler =>
    async (request, response) => {
      inCharge(guard.writer(request).session);
      await act(parse(schema, await readJson(request)));
      desk.wake();
      shown(response);
    };
  return {
    async 'GET /api/messages/settings'(request, response) {
      inCharge(guard.reader(request).session);
      shown(response);
    },
    'PUT /api/messages/channel': change(channelRequest, async ({ channel, isOn, values }) => {
      const names = CHANNEL_FIELDS[channel].map(({ name }) => name);
      if (Object.keys(values).some((name) => !names.includes(name))) throw new HttpRefusal('badRequest');
      await settings.setChannel(channel, isOn, values);
    }),
    'PUT /api/messages/quiet': change(quietRequest, (quiet) => settings.setQuiet(quiet)),
    'PUT /api/messages/handles': change(handlesRequest, async ({ member, mobile, dingtalkUser }) => {
      if (company.org().members[member] === undefined) throw new HttpRefusal('notFound');
      await settings.setHandles(member as MemberId, {
        ...(mobile === undefined ? {} : { mobile }),
        ...(dingtalkUser === undefined ? {} : { dingtalkUser }),
      });
    }),
    async 'POST /api/messages/test'(request, response) {
      const { session } = guard.writer(request);
      inCharge(session);
      const { channel } = parse(testMessageRequest, await readJson(request));
      sendJson(response, 200, await messages.test(channel, session.member));
    },
  };
};

const pushRoutes = ({ messages: { settings, push }, guard }: MessageRouteDeps): Routes => ({
  async 'GET /api/messages/push'(request, response) {
    guard.reader(request);
    const keys = settings.isOn('webPush') ? await push.keys() : null;
    const answer: PushKeyAnswer = { key: keys?.publicKey ?? null };
    sendJson(response, 200, answer);
  },
  async 'POST /api/messages/push'(request, response) {
    const { member, device } = guard.writer(request).session;
    const subscription = parse(pushSubscribeRequest, await readJson(request));
    if (!isPushEndpoint(subscription.endpoint)) throw new HttpRefusal('badRequest');
    await push.subscribe(member, device, subscription);
    sendJson(response, 200, {});
  },
  async 'POST /api/messages/push/end'(request, response) {
    const { member } = guard.writer(request).session;
    await push.unsubscribe(member, parse(pushEndRequest, await readJson(request)).endpoint);
    sendJson(response, 200, {});
  },
});

/** Settings, test message, log of deliveries, notifications of this device. */
export const makeMessageRoutes = (deps: MessageRouteDeps): Routes => ({
  ...settingRoutes(deps),
  ...pushRoutes(deps),
  async 'GET /api/messages/deliveries'(request, response) {
    sendJson(response, 200, deliveriesFor(deps, deps.guard.reader(request).session.member));
  },
});
