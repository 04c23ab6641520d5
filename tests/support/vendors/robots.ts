import { createHmac } from 'node:crypto';
import { jsonBody, makeWindow, partOf, type Serve, type Taken, type Vendor, withTroubles } from './vendor.ts';

/** The WeCom group robot: no signature, lengths in bytes, 20 a minute. */
export const makeWecomVendor = ({ key, now }: { readonly key: string; readonly now: () => number }): Vendor => {
  const taken: Taken[] = [];
  const window = makeWindow(20, 60_000, 10 * 60_000, now);
  const serve: Serve = (request) => {
    const url = new URL(request.url);
    if (url.hostname !== 'qyapi.weixin.qq.com' || url.pathname !== '/cgi-bin/webhook/send') {
      return { status: 404, body: 'not found' };
    }
    if (url.searchParams.get('key') !== key) {
      return { status: 200, body: { errcode: 93000, errmsg: 'invalid webhook url' } };
    }
    const body = jsonBody(request) ?? {};
    const kind = String(body['msgtype']);
    const content = String(partOf(body, kind)['content'] ?? '');
    const limit = kind === 'text' ? 2048 : 4096;
    if (content === '' || Buffer.byteLength(content) > limit) {
      return { status: 200, body: { errcode: 40058, errmsg: 'content exceed max length' } };
    }
    if (!window.take()) return { status: 200, body: { errcode: 45009, errmsg: 'api freq out of limit' } };
    taken.push({ atMs: now(), text: content, body });
    return { status: 200, body: { errcode: 0, errmsg: 'ok' } };
  };
  return withTroubles(serve, taken);
};

export interface FeishuSetup {
  readonly hook: string;
  readonly secret: string | null;
  readonly now: () => number;
}

/** The Feishu group robot: signature in the body, time in seconds, 20 KB, 100 a minute. */
export const makeFeishuVendor = ({ hook, secret, now }: FeishuSetup): Vendor => {
  const taken: Taken[] = [];
  const window = makeWindow(100, 60_000, 10 * 60_000, now);
  const serve: Serve = (request) => {
    const url = new URL(request.url);
    if (url.hostname !== 'open.feishu.cn' || url.pathname !== `/open-apis/bot/v2/hook/${hook}`) {
      return { status: 400, body: { code: 19001, msg: 'param invalid: incoming webhook access token invalid' } };
    }
    const body = jsonBody(request) ?? {};
    if (secret !== null) {
      const seconds = Number(body['timestamp']);
      const sign = createHmac('sha256', `${seconds}\n${secret}`).digest('base64');
      const isTimely = Math.abs(seconds * 1000 - now()) <= 3_600_000;
      if (!isTimely || body['sign'] !== sign) {
        return { status: 200, body: { code: 19021, msg: 'sign match fail or timestamp is not within one hour' } };
      }
    }
    const card = partOf(body, 'card');
    const title = partOf(partOf(card, 'header'), 'title')['content'];
    const [element] = (card['elements'] ?? []) as readonly Readonly<Record<string, unknown>>[];
    if (body['msg_type'] !== 'interactive' || !title || !element?.['content']) {
      return { status: 200, body: { code: 9499, msg: 'Bad Request' } };
    }
    if (Buffer.byteLength(String(request.body)) > 20_480)
      return { status: 200, body: { code: 9499, msg: 'too large' } };
    if (!window.take()) return { status: 200, body: { code: 11232, msg: 'frequency limited psm' } };
    taken.push({ atMs: now(), text: `${title}\n${element['content']}`, body });
    return { status: 200, body: { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' } };
  };
  return withTroubles(serve, taken);
};
