import type { PushNotice } from '#protocol';
import { notice as words } from '../locales/zh-CN/notice.ts';

/** A notification as the browser shows it. */
export interface ShownNotice {
  readonly title: string;
  readonly options: {
    readonly body: string;
    /** The effect's id: a later one with the same tag takes the place of the first and does not ring again. */
    readonly tag: string;
    readonly lang: string;
    readonly icon: string;
    readonly data: { readonly url: string };
  };
}

/** An address of this app; anything else leads to its start. */
export const ownAddress = (text: string, origin: string): string => {
  if (!URL.canParse(text, origin)) return '/';
  const url = new URL(text, origin);
  return url.origin === origin ? url.pathname + url.search : '/';
};

export const shownNotice = ({ tag, title, body, url }: PushNotice, origin: string): ShownNotice => ({
  title,
  options: { body, tag, lang: 'zh-CN', icon: '/icon-192.png', data: { url: ownAddress(url, origin) } },
});

const textIn = (value: unknown, name: string): string => {
  const found = (value as Readonly<Record<string, unknown>> | null)?.[name];
  return typeof found === 'string' ? found : '';
};

/** What a push carries; browsers want something shown for each, so that one nobody can read still says that there is news. */
export const noticeIn = (data: unknown): PushNotice => {
  const isReadable = textIn(data, 'title') !== '';
  return isReadable
    ? { tag: textIn(data, 'tag'), title: textIn(data, 'title'), body: textIn(data, 'body'), url: textIn(data, 'url') }
    : { tag: 'news', title: words.news, body: words.newsLine, url: '/' };
};
