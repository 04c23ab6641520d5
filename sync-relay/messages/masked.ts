import { PHONE, withoutInvisible } from '#rules';

/** Eleven digits, land lines, and any other number as long as one, spelled with usual separators. */
const NUMBERS = [
  new RegExp(PHONE.source, 'gu'),
  /(?<!\d)\+?\d(?:[-\s.·()（）]{0,2}\d){6,}(?!\d|\s*(?:元|万|块|平|吨|米|㎡))/gu,
] as const;
const MAILS = /[\w.+-]+\s?[@＠]\s?[\w-]+(?:\.[\w-]+)+/gu;
/** 微信号 abc_123, VX: abc123, QQ 12345. */
const NAMES = /(?:微信号?|wechat|weixin|wx|vx|v信|qq号?)\s*(?:[:：是为]\s*)?[A-Za-z0-9][\w-]{4,}/giu;
/** A date is as long as a number. */
const DATE = /^(?:19|20)\d\d[-./\s](?:0?[1-9]|1[0-2])[-./\s](?:0?[1-9]|[12]\d|3[01])$/;

const HIDDEN = '［联系方式已隐去］';

/** A free text without what looks like a contact detail: it leaves the company's own devices (R67). */
export const masked = (text: string): string => {
  const plain = withoutInvisible(text);
  let hidden = plain.normalize('NFKC').replace(MAILS, HIDDEN).replace(NAMES, HIDDEN);
  for (const pattern of NUMBERS) hidden = hidden.replace(pattern, (found) => (DATE.test(found) ? found : HIDDEN));
  return hidden.includes(HIDDEN) ? hidden : plain;
};
