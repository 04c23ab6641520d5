import { createHmac } from 'node:crypto';
import { numberIn, rateLimited, readVendor, refused, textIn } from './answers.ts';
import type { Notifier, OutsideMessage, SendOutcome } from './contract.ts';
import type { RobotDeps } from './dingtalk-robot.ts';
import { markdownOf, neutral } from './plain-text.ts';

/** A Feishu robot posts a card into one group. Time is in seconds, the signature stands in the body. */
export interface FeishuRobotConfig {
  readonly hook: string;
  readonly signingSecret: string | null;
  readonly keyword: string | null;
}

const URL_BASE = 'https://open.feishu.cn/open-apis/bot/v2/hook/';
/** The whole body may have 20 KB; signature and card take their part. */
const MAX_BYTES = 15_000;

/** Base64 of HMAC-SHA256 over nothing, key time and secret: the other way round than DingTalk's. */
export const feishuSign = (timestampSeconds: number, secret: string): string =>
  createHmac('sha256', `${timestampSeconds}\n${secret}`).digest('base64');

const outcomeOf = (code: number | null, text: string): SendOutcome => {
  switch (code) {
    case 0:
      return { kind: 'accepted', receipt: null };
    case 11232:
      return rateLimited(text);
    case 19021:
      return refused('signature', text);
    case 19022:
      return refused('ipNotAllowed', text);
    case 19024:
      return refused('keyword', text);
    case 19001:
      return refused('badToken', text);
    case 9499:
      return refused('badRequest', text);
    default:
      return refused('other', `${code ?? ''} ${text}`);
  }
};

const cardOf = (message: OutsideMessage, keyword: string | null): object => {
  const written = markdownOf(message, { between: '\n', maxBytes: MAX_BYTES, withTitle: false });
  const title = neutral(message.title);
  const isNamed = keyword === null || title.includes(keyword) || written.includes(keyword);
  return {
    header: { title: { tag: 'plain_text', content: title } },
    elements: [{ tag: 'markdown', content: isNamed ? written : `${keyword}\n${written}` }],
  };
};

export const makeFeishuRobot = (config: FeishuRobotConfig, { http, now }: RobotDeps): Notifier => ({
  channel: 'feishuRobot',
  async send(message) {
    const seconds = Math.floor(now() / 1000);
    const signature =
      config.signingSecret === null
        ? {}
        : { timestamp: String(seconds), sign: feishuSign(seconds, config.signingSecret) };
    const answer = readVendor(
      await http({
        method: 'POST',
        url: URL_BASE + encodeURIComponent(config.hook),
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ ...signature, msg_type: 'interactive', card: cardOf(message, config.keyword) }),
      }),
    );
    if (answer.kind === 'outcome') return answer.outcome;
    const { body } = answer;
    // Older answers of the same vendor say StatusCode.
    return outcomeOf(numberIn(body, 'code') ?? numberIn(body, 'StatusCode'), textIn(body, 'msg'));
  },
});
