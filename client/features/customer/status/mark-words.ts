import type { Mark } from '#rules';
import { brakes } from '../../../locales/zh-CN/customer-brakes.ts';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';

/** What a mark rests on besides its checks and files, one line each. */
export const groundsOf = ({ payload }: Mark, silentDays: number): readonly string[] => {
  const { need, openItems, redGround, remark, override } = payload;
  const lines: string[] = [];
  if (need) lines.push(`${words.need}：${need}`);
  if (openItems?.length) lines.push(`${words.open}：${openItems.map((item) => words.openItems[item]).join('、')}`);
  if (redGround) {
    const { label, line } = words.grounds[redGround];
    lines.push(`${label}：${typeof line === 'string' ? line : line(silentDays)}`);
  }
  if (remark) lines.push(remark);
  if (override) lines.push(brakes.reason(override.reason));
  return lines;
};
