import { createHash } from 'node:crypto';
import { DAY_MS, type MemberId, type OrgState, SHANGHAI_MINUTES } from '#rules';
import { masked } from '../messages/masked.ts';
import { dateTimeWords } from '../messages/words.ts';
import type { OpenedLink } from './link-acts.ts';
import { LINK_WORDS } from './link-words.ts';

/** What was typed, so that a refusal loses nothing. */
export type Typed = Readonly<Record<string, string>>;
type Open = Extract<OpenedLink, { kind: 'open' }>;

/** Text as it stands in HTML, in an attribute too. */
const html = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

/** Plain enough for the oldest in-app browser; colours of the app in both lights. */
const STYLE = [
  ':root{color-scheme:light dark;--ink:#1b1e27;--paper:#f7f6f3;--card:#fefdfb;--line:#8a8880;--brand:#2f4da6;--on:#fff}',
  '@media (prefers-color-scheme:dark){:root{--ink:#ecebe7;--paper:#15161a;--card:#1e2026;--line:#8a8880;--brand:#a9bbf5;--on:#15161a}}',
  'body{margin:0 auto;max-width:30rem;padding:1rem;font:1rem/1.6 system-ui,sans-serif;color:var(--ink);background:var(--paper)}',
  'h1{font-size:1.25rem;margin:.5rem 0}h2{font-size:1.05rem;margin:0 0 .25rem}p{margin:.25rem 0}a{color:inherit}',
  'form{margin:1rem 0;padding:1rem;border:1px solid var(--line);border-radius:.875rem;background:var(--card)}',
  'label{display:block;margin:.5rem 0 .25rem}',
  'input,select,textarea,button{box-sizing:border-box;width:100%;min-height:2.75rem;font:inherit;padding:.5rem .75rem;',
  'border:1px solid var(--line);border-radius:.625rem;color:inherit;background:var(--card)}',
  'button{margin-top:.75rem;border:0;font-weight:600;color:var(--on);background:var(--brand)}',
  '.said{padding:.75rem;border-left:.25rem solid var(--brand);font-weight:600;background:var(--card)}',
  '.small{font-size:.875rem}',
].join('');
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing but this page's own style: no script at all, no other place to send to, no frame around it. */
export const LINK_PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
} as const;

const pageOf = (body: readonly string[]): string =>
  [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${html(LINK_WORDS.title)}</title><style>${STYLE}</style></head><body><main>`,
    ...body,
    '</main></body></html>\n',
  ].join('\n');

const appLink = (appUrl: string): string => `<p><a href="${html(appUrl)}">${html(LINK_WORDS.open)}</a></p>`;
const saidLine = (text: string): string => `<p class="said" role="alert">${html(text)}</p>`;

/** `YYYY-MM-DDTHH:mm` in Shanghai, as a date field wants it. */
const fieldTime = (atMs: number): string => new Date(atMs + SHANGHAI_MINUTES * 60_000).toISOString().slice(0, 16);
/** Null for anything that is no such time. */
export const timeInField = (text: string): number | null => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return null;
  const atMs = Date.parse(`${text}:00Z`) - SHANGHAI_MINUTES * 60_000;
  return Number.isNaN(atMs) || fieldTime(atMs) !== text ? null : atMs;
};

const field = (name: string, label: string, input: string): string =>
  `<label for="${name}">${html(label)}</label>${input}`;
const form = (act: string, title: string, button: string, inputs: readonly string[]): string =>
  [
    `<form method="post"><h2>${html(title)}</h2><input type="hidden" name="act" value="${act}">`,
    ...inputs,
    `<button type="submit">${html(button)}</button></form>`,
  ].join('\n');
const timeField = (name: string, label: string, value: string, min: string): string =>
  field(
    name,
    label,
    `<input id="${name}" name="${name}" type="datetime-local" required value="${html(value)}" min="${min}">`,
  );

const rescheduleForm = ({ touchpoint }: Open, typed: Typed, nowMs: number): string => {
  const value = typed['at'] ?? fieldTime(Math.max(touchpoint.plan.atMs, nowMs) + DAY_MS);
  return form('reschedule', LINK_WORDS.reschedule, LINK_WORDS.rescheduleAct, [
    `<p class="small">${html(LINK_WORDS.rescheduleHint)}</p>`,
    timeField('at', LINK_WORDS.when, value, fieldTime(nowMs)),
  ]);
};
const updatedForm = (typed: Typed): string => {
  const options = Object.entries(LINK_WORDS.channels).map(
    ([value, words]) =>
      `<option value="${value}"${typed['channel'] === value ? ' selected' : ''}>${html(words)}</option>`,
  );
  const text = html(typed['summary'] ?? '');
  return form('updated', LINK_WORDS.updated, LINK_WORDS.updatedAct, [
    field('channel', LINK_WORDS.channel, `<select id="channel" name="channel">${options.join('')}</select>`),
    field(
      'summary',
      LINK_WORDS.summary,
      `<textarea id="summary" name="summary" rows="3" maxlength="500" required>${text}</textarea>`,
    ),
  ]);
};
const pauseForm = (typed: Typed, nowMs: number): string => {
  const reason = html(typed['reason'] ?? LINK_WORDS.pauseNote);
  return form('pause', LINK_WORDS.pause, LINK_WORDS.pauseAct, [
    field(
      'reason',
      LINK_WORDS.pauseReason,
      `<input id="reason" name="reason" required maxlength="500" value="${reason}">`,
    ),
    timeField('resume', LINK_WORDS.resume, typed['resume'] ?? fieldTime(nowMs + 7 * DAY_MS), fieldTime(nowMs)),
  ]);
};

export interface PageContext {
  readonly org: OrgState;
  readonly nowMs: number;
  /** The customer's page in the app, or the app. */
  readonly appUrl: string;
}

/** The appointment and what can be done about it; `said` = why the last try was not taken. */
export const openPage = (
  opened: Open,
  { org, nowMs, appUrl }: PageContext,
  typed: Typed,
  said: string | null,
): string => {
  const { customer, touchpoint, claims } = opened;
  const ownerName = customer.owner === null ? null : org.members[customer.owner]?.name;
  const member = org.members[claims.member as MemberId];
  return pageOf([
    `<h1>${html(masked(String(customer.fields.name?.leaves[0]?.value ?? '')))}</h1>`,
    `<p>${html(LINK_WORDS.appointment(dateTimeWords(touchpoint.plan.atMs)))}</p>`,
    `<p>${html(LINK_WORDS.agenda(masked(touchpoint.plan.agenda)))}</p>`,
    ...(ownerName && customer.owner !== claims.member ? [`<p>${html(LINK_WORDS.owner(ownerName))}</p>`] : []),
    `<p class="small">${html(LINK_WORDS.as(member?.name ?? ''))}</p>`,
    ...(said === null ? [] : [saidLine(said)]),
    rescheduleForm(opened, typed, nowMs),
    updatedForm(typed),
    ...(opened.mayPause ? [pauseForm(typed, nowMs)] : []),
    appLink(appUrl),
  ]);
};

/** One sentence and the way into the app: shows nothing of the customer. */
export const plainPage = (said: string, appUrl: string): string => pageOf([saidLine(said), appLink(appUrl)]);
export const donePage = (appUrl: string): string =>
  pageOf([`<h1>${html(LINK_WORDS.done)}</h1>`, `<p>${html(LINK_WORDS.doneText)}</p>`, appLink(appUrl)]);
