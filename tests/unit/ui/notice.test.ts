import { expect, it } from 'vitest';
import { noticeIn, ownAddress, shownNotice } from '../../../client/service-worker/notice.ts';
import { showLocally } from '../../../client/views/local-notice.ts';

const ORIGIN = 'https://jieli.example';
const PUSH = { tag: 'effect-1', title: '触点预警：丙客户', body: '约定时间', url: `${ORIGIN}/m/abc?x=1` };

it('[SW-3] a push is shown under its effect’s tag and leads only into the app', () => {
  const { title, options } = shownNotice(noticeIn(PUSH), ORIGIN);
  expect(title).toBe('触点预警：丙客户');
  expect(options).toMatchObject({ tag: 'effect-1', body: '约定时间', data: { url: '/m/abc?x=1' } });
  for (const url of ['https://evil.example/x', 'javascript:alert(1)', '//evil.example', 'http://[']) {
    expect(ownAddress(url, ORIGIN)).toBe('/');
  }
  expect(ownAddress('/tasks', ORIGIN)).toBe('/tasks');
});
it('[SW-3] one that cannot be read still says that there is news', () => {
  for (const data of [null, 'text', 7, {}, { title: 3 }, []]) {
    expect(noticeIn(data)).toMatchObject({ tag: 'news', title: '接力有新提醒', url: '/' });
  }
});
it('[SW-4][R36] what a device shows on its own has the tag of the push, and needs permission', async () => {
  const shown = new Map<string, string>();
  const surface = (permission: NotificationPermission) => ({
    permission: () => permission,
    origin: ORIGIN,
    registration: async () => ({
      showNotification: async (title: string, options: object) => {
        shown.set((options as { tag: string }).tag, title);
        expect(options).not.toHaveProperty('renotify');
      },
    }),
  });
  const notice = { effect: 'effect-1', title: '触点预警：丙客户', body: '约定时间', path: '/tasks' };
  expect(await showLocally(notice, surface('default'))).toBe(false);
  expect(await showLocally(notice, null)).toBe(false);
  expect(shown.size).toBe(0);
  expect(await showLocally(notice, surface('granted'))).toBe(true);
  const later = shownNotice(noticeIn(PUSH), ORIGIN);
  shown.set(later.options.tag, later.title);
  expect([...shown]).toEqual([['effect-1', '触点预警：丙客户']]);
});
