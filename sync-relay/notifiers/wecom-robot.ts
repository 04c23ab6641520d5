import { busy, numberIn, rateLimited, readVendor, refused, textIn } from './answers.ts';
import type { Notifier, OutsideMessage, SendOutcome } from './contract.ts';
import type { RobotDeps } from './dingtalk-robot.ts';
import { fitLines, markdownOf, neutral } from './plain-text.ts';

/**
 * A WeCom robot posts into one group; the key in its address is the only secret. Only its plain text can name a person
 * by mobile number; markdown may be longer.
 */
export interface WecomRobotConfig {
  readonly key: string;
}

const URL_BASE = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send';
const TEXT_BYTES = 2048;
const MARKDOWN_BYTES = 4096;

const outcomeOf = (code: number | null, text: string): SendOutcome => {
  switch (code) {
    case 0:
      return { kind: 'accepted', receipt: null };
    case -1:
      return busy(text);
    case 45009:
      return rateLimited(text);
    case 93000:
      return refused('badToken', text);
    case 40058:
      return refused('tooLong', text);
    default:
      return refused('other', `${code ?? ''} ${text}`);
  }
};

const plainText = ({ title, lines, link }: OutsideMessage): string => {
  const foot = link === null ? [] : [`${link.text}：${link.url}`];
  const head = neutral(title);
  const room = TEXT_BYTES - Buffer.byteLength([head, ...foot].join('\n')) - 2;
  return [head, ...fitLines(lines.map(neutral), '\n', room), ...foot].join('\n');
};

const bodyOf = (message: OutsideMessage): object => {
  const mobiles = message.to.flatMap(({ mobile }) => mobile ?? []);
  const whole = [message.title, ...message.lines, message.link?.url ?? ''].join('\n');
  if (mobiles.length > 0 && Buffer.byteLength(whole) < TEXT_BYTES - 100) {
    return { msgtype: 'text', text: { content: plainText(message), mentioned_mobile_list: mobiles } };
  }
  const content = markdownOf(message, { between: '\n', maxBytes: MARKDOWN_BYTES, withTitle: true });
  return { msgtype: 'markdown', markdown: { content } };
};

export const makeWecomRobot = ({ key }: WecomRobotConfig, { http }: Pick<RobotDeps, 'http'>): Notifier => ({
  channel: 'wecomRobot',
  async send(message) {
    const answer = readVendor(
      await http({
        method: 'POST',
        url: `${URL_BASE}?${new URLSearchParams({ key })}`,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(bodyOf(message)),
      }),
    );
    if (answer.kind === 'outcome') return answer.outcome;
    return outcomeOf(numberIn(answer.body, 'errcode'), textIn(answer.body, 'errmsg'));
  },
});
