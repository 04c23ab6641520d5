import { createHmac } from 'node:crypto';
import { jsonBody, makeWindow, partOf, type Serve, type Taken, type Vendor, withTroubles } from './vendor.ts';

export interface DingtalkRobotSetup {
  readonly token: string;
  readonly secret: string | null;
  readonly keywords: readonly string[];
  readonly now: () => number;
}

const HOUR_MS = 3_600_000;
const guarded = (errmsg: string) => ({ status: 200, body: { errcode: 310000, errmsg } });

/** The group robot as its guide describes it. Written from the guide, not from our driver. */
export const makeDingtalkRobotVendor = ({ token, secret, keywords, now }: DingtalkRobotSetup): Vendor => {
  const taken: Taken[] = [];
  const window = makeWindow(20, 60_000, 10 * 60_000, now);
  const serve: Serve = (request) => {
    const url = new URL(request.url);
    if (url.hostname !== 'oapi.dingtalk.com' || url.pathname !== '/robot/send' || request.method !== 'POST') {
      return { status: 404, body: 'not found' };
    }
    if (url.searchParams.get('access_token') !== token) {
      return { status: 200, body: { errcode: 300001, errmsg: 'token is not exist' } };
    }
    if (secret !== null) {
      const timestamp = Number(url.searchParams.get('timestamp'));
      if (!(Math.abs(timestamp - now()) <= HOUR_MS)) return guarded('invalid timestamp');
      const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
      if (url.searchParams.get('sign') !== sign) return guarded('sign not match');
    }
    const body = jsonBody(request);
    const markdown = partOf(body ?? {}, 'markdown');
    if (body?.['msgtype'] !== 'markdown' || !markdown['title'] || !markdown['text']) {
      return { status: 200, body: { errcode: 40035, errmsg: '缺少参数 json' } };
    }
    const text = `${markdown['title']}\n${markdown['text']}`;
    if (keywords.length > 0 && !keywords.some((word) => text.includes(word))) {
      return guarded('keywords not in content');
    }
    if (!window.take())
      return { status: 200, body: { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' } };
    taken.push({ atMs: now(), text, body });
    return { status: 200, body: { errcode: 0, errmsg: 'ok' } };
  };
  return withTroubles(serve, taken);
};

export interface DingtalkWorkSetup {
  readonly appKey: string;
  readonly appSecret: string;
  readonly agentId: string;
  readonly users: readonly string[];
  readonly now: () => number;
}
export interface DingtalkWorkVendor extends Vendor {
  readonly tokensGiven: () => number;
  /** All tokens given so far are worth nothing any more. */
  endTokens(): void;
  /** From here on this code answers every send. */
  refuseWith(errcode: number): void;
}

/** Work notifications: token, asynchronous sending, result on asking. */
export const makeDingtalkWorkVendor = (setup: DingtalkWorkSetup): DingtalkWorkVendor => {
  const taken: Taken[] = [];
  const tokens = new Map<string, number>();
  const tasks = new Map<string, readonly string[]>();
  const contents = new Set<string>();
  let given = 0;
  let refusal = 0;

  const giveToken: Serve = ({ url }) => {
    const query = new URL(url).searchParams;
    if (query.get('appkey') !== setup.appKey || query.get('appsecret') !== setup.appSecret) {
      return { status: 200, body: { errcode: 40089, errmsg: '不合法的corpid或corpsecret' } };
    }
    given += 1;
    const access_token = `token-${given}`;
    tokens.set(access_token, setup.now() + 7200_000);
    return { status: 200, body: { errcode: 0, errmsg: 'ok', access_token, expires_in: 7200 } };
  };
  const isHeld = (url: string): boolean =>
    (tokens.get(new URL(url).searchParams.get('access_token') ?? '') ?? 0) > setup.now();

  const send: Serve = (request) => {
    const body = jsonBody(request) ?? {};
    const users = String(body['userid_list'] ?? '').split(',');
    const msg = partOf(body, 'msg');
    const card = partOf(msg, String(msg['msgtype']));
    const text = [card['title'], card['markdown'] ?? card['text'], card['single_title'], card['single_url']].join('\n');
    if (body['agent_id'] !== setup.agentId) {
      return {
        status: 200,
        body: { errcode: 88, errmsg: 'ding talk error', sub_code: '60011', sub_msg: '没有调用该接口的权限' },
      };
    }
    if (refusal !== 0) return { status: 200, body: { errcode: refusal, errmsg: 'refused' } };
    if (users.join() === '') return { status: 200, body: { errcode: 1430000, errmsg: 'no receiver' } };
    for (const user of users) {
      if (contents.has(`${user} ${text}`))
        return { status: 200, body: { errcode: 143106, errmsg: 'duplicate content' } };
      contents.add(`${user} ${text}`);
    }
    const task_id = 1000 + tasks.size;
    tasks.set(String(task_id), users);
    taken.push({ atMs: setup.now(), text, body });
    return { status: 200, body: { errcode: 0, errmsg: 'ok', task_id, request_id: 'r' } };
  };
  const result: Serve = (request) => {
    const users = tasks.get(String(jsonBody(request)?.['task_id'])) ?? [];
    const known = users.filter((user) => setup.users.includes(user));
    const send_result = {
      invalid_user_id_list: users.filter((user) => !setup.users.includes(user)),
      forbidden_user_id_list: [],
      failed_user_id_list: [],
      read_user_id_list: [],
      unread_user_id_list: known,
    };
    return { status: 200, body: { errcode: 0, errmsg: 'ok', send_result } };
  };
  const serve: Serve = (request) => {
    const { hostname, pathname } = new URL(request.url);
    if (hostname !== 'oapi.dingtalk.com') return { status: 404, body: 'not found' };
    if (pathname === '/gettoken') return giveToken(request);
    if (!isHeld(request.url)) return { status: 200, body: { errcode: 40014, errmsg: '不合法的access_token' } };
    if (pathname.endsWith('/asyncsend_v2')) return send(request);
    return pathname.endsWith('/getsendresult') ? result(request) : { status: 404, body: 'not found' };
  };
  return {
    ...withTroubles(serve, taken),
    tokensGiven: () => given,
    endTokens: () => tokens.clear(),
    refuseWith: (errcode) => {
      refusal = errcode;
    },
  };
};
