import { busy, numberIn, rateLimited, readVendor, refused, retryLater, textIn, type VendorAnswer } from './answers.ts';
import type { Address, Confirmation, Notifier, OutsideMessage, SendOutcome } from './contract.ts';
import type { RobotDeps } from './dingtalk-robot.ts';
import { markdownOf, neutral } from './plain-text.ts';

/**
 * Work notification (工作通知): the one DingTalk way that reaches a person. Needs an internal app. The answer comes
 * before delivery; `getsendresult` says later what became of it. Equal content to one person is sent once a day only.
 */
export interface DingtalkWorkConfig {
  readonly appKey: string;
  readonly appSecret: string;
  readonly agentId: string;
}

const BASE = 'https://oapi.dingtalk.com';
const SEND = '/topapi/message/corpconversation/asyncsend_v2';
const RESULT = '/topapi/message/corpconversation/getsendresult';
/** A token is given up this long before it ends, so that none ends on its way. */
const TOKEN_MARGIN_MS = 5 * 60_000;
const TOKEN_ENDED: ReadonlySet<number | null> = new Set([40014, 42001, 33001]);
const MAX_BYTES = 18_000;

type Token = { readonly kind: 'token'; readonly value: string } | Extract<VendorAnswer, { kind: 'outcome' }>;

const REFUSALS: Readonly<Record<number, Parameters<typeof refused>[0]>> = {
  88: 'noPermission',
  40035: 'badRequest',
  40014: 'badToken',
  42001: 'badToken',
  33001: 'badToken',
  40089: 'badToken',
  143105: 'dailyLimit',
  143106: 'duplicate',
  1430000: 'noReceiver',
  1430002: 'forbiddenWords',
};

const outcomeOf = (code: number | null, text: string): SendOutcome => {
  if (code === -1) return busy(text);
  if (code === 143103 || code === 143104) return retryLater('rateLimited', 60_000, text);
  if (code === 130101 || code === 90018) return rateLimited(text);
  return refused(REFUSALS[code ?? 0] ?? 'other', `${code ?? ''} ${text}`);
};

const said = (body: Readonly<Record<string, unknown>>): string =>
  `${textIn(body, 'sub_code')} ${textIn(body, 'sub_msg') || textIn(body, 'errmsg')}`.trim();

const messageBody = (message: OutsideMessage): object => {
  const text = markdownOf({ ...message, link: null }, { between: '\n\n', maxBytes: MAX_BYTES, withTitle: true });
  const title = neutral(message.title);
  if (message.link === null) return { msgtype: 'markdown', markdown: { title, text } };
  const { text: single_title, url: single_url } = message.link;
  return { msgtype: 'action_card', action_card: { title, markdown: text, single_title, single_url } };
};

const listIn = (body: unknown, name: string): readonly string[] => {
  const value = (body as Readonly<Record<string, unknown>> | undefined)?.[name];
  return Array.isArray(value) ? value.map(String) : [];
};

const confirmationOf = (result: unknown, user: string): Confirmation => {
  const isIn = (name: string): boolean => listIn(result, name).includes(user);
  if (isIn('read_user_id_list') || isIn('unread_user_id_list')) return { kind: 'delivered' };
  if (isIn('invalid_user_id_list')) return { kind: 'failed', reason: 'noReceiver', detail: 'invalid_user_id' };
  if (isIn('forbidden_user_id_list')) return { kind: 'failed', reason: 'dailyLimit', detail: 'forbidden_user_id' };
  if (isIn('failed_user_id_list')) return { kind: 'failed', reason: 'other', detail: 'failed_user_id' };
  return { kind: 'open' };
};

export const makeDingtalkWork = (config: DingtalkWorkConfig, { http, now }: RobotDeps): Notifier => {
  let cached: { readonly value: string; readonly until: number } | null = null;

  /** Nothing has been sent when there is no token: whatever kept it away, the message may be tried again. */
  const token = async (): Promise<Token> => {
    if (cached !== null && cached.until > now()) return { kind: 'token', value: cached.value };
    cached = null;
    const query = new URLSearchParams({ appkey: config.appKey, appsecret: config.appSecret });
    const answer = readVendor(await http({ method: 'GET', url: `${BASE}/gettoken?${query}`, headers: {}, body: null }));
    if (answer.kind === 'outcome') {
      const { outcome } = answer;
      return outcome.kind === 'unknown'
        ? { kind: 'outcome', outcome: retryLater('unreachable', 60_000, outcome.detail) }
        : answer;
    }
    const value = textIn(answer.body, 'access_token');
    const code = numberIn(answer.body, 'errcode');
    if (code !== 0 || value === '') {
      const outcome = code === -1 ? busy(said(answer.body)) : refused('badToken', `${code ?? ''} ${said(answer.body)}`);
      return { kind: 'outcome', outcome };
    }
    const lifeMs = (numberIn(answer.body, 'expires_in') ?? 7200) * 1000;
    cached = { value, until: now() + lifeMs - TOKEN_MARGIN_MS };
    return { kind: 'token', value };
  };

  /** Posts with a token, once more with a new one when the vendor says that the old one has ended. */
  const post = async (path: string, body: object): Promise<VendorAnswer> => {
    for (let tries = 0; ; tries += 1) {
      const held = await token();
      if (held.kind === 'outcome') return held;
      const answer = readVendor(
        await http({
          method: 'POST',
          url: `${BASE}${path}?${new URLSearchParams({ access_token: held.value })}`,
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(body),
        }),
      );
      const hasEnded = answer.kind === 'said' && TOKEN_ENDED.has(numberIn(answer.body, 'errcode'));
      if (!hasEnded || tries > 0) return answer;
      cached = null;
    }
  };

  return {
    channel: 'dingtalkWork',
    async send(message) {
      const users = message.to.flatMap(({ dingtalkUser }) => dingtalkUser ?? []);
      if (users.length === 0) return refused('noReceiver', 'no user id');
      const body = { agent_id: config.agentId, userid_list: users.join(','), msg: messageBody(message) };
      const answer = await post(SEND, body);
      if (answer.kind === 'outcome') return answer.outcome;
      const code = numberIn(answer.body, 'errcode');
      if (code !== 0) return outcomeOf(code, said(answer.body));
      const task = answer.body['task_id'];
      return { kind: 'accepted', receipt: task === undefined ? null : String(task) };
    },
    async confirm(receipt: string, to: Address) {
      const answer = await post(RESULT, { agent_id: config.agentId, task_id: Number(receipt) });
      const isAnswered = answer.kind === 'said' && numberIn(answer.body, 'errcode') === 0;
      return isAnswered ? confirmationOf(answer.body['send_result'], to.dingtalkUser ?? '') : { kind: 'open' };
    },
  };
};
