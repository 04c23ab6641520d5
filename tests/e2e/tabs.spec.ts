import { type Browser, expect, test } from '@playwright/test';
import type { CustomerId } from '#rules';
import { openRawBrowser, type RawBrowser, type RawTab } from './support/raw-browser.ts';
import { act, newCustomer, openTeam, type Team } from './support/team.ts';

const EXECUTABLE = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium';
/** A worker that died with its tab is noticed by the silence after two pings. */
const NOTICED_MS = 45_000;

/** What a person does, in the page's own words. */
const STEPS = `
  globalThis.find = (words) => [...document.querySelectorAll('button, label, a, [role=radio]')]
    .find((one) => one.textContent.trim() === words || one.getAttribute('aria-label') === words);
  globalThis.press = (words) => { const one = find(words); if (!one) throw new Error('no ' + words); one.click(); };
  globalThis.write = (text) => {
    const field = document.querySelector('[role=dialog] textarea');
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
`;
const shows = (tab: RawTab, words: string, timeout = 30_000) =>
  expect.poll(() => tab.holds(`document.body.innerText.includes(${JSON.stringify(words)})`), { timeout }).toBe(true);
const openPage = async (browser: RawBrowser, url: string, words: string): Promise<RawTab> => {
  const tab = await browser.open(url);
  await shows(tab, words);
  await tab.evaluate(STEPS);
  return tab;
};
/** 记一笔 filled in; only the last press is left. */
const prepare = async (tab: RawTab, summary: string): Promise<void> => {
  await tab.evaluate(`press('记一笔')`);
  await shows(tab, '打了电话');
  await tab.evaluate(`press('打了电话')`);
  await expect.poll(() => tab.holds(`document.querySelector('[role=dialog] textarea') !== null`)).toBe(true);
  await tab.evaluate(`write(${JSON.stringify(summary)})`);
};
const SAVE = { expression: `press('存好')` };

const summaries = (team: Team): string[] => {
  const state = team.owner.core
    .workspace()
    ?.fold()
    .customer('t1' as CustomerId);
  return (state?.timeline ?? []).flatMap(({ type, payload }) =>
    type === 'interactionRecorded' ? [String((payload as { summary: string }).summary)] : [],
  );
};

type WorkerKind = 'shared' | 'dedicated';
/** A bare browser in which the rep has joined, and the address of a customer for its tabs. */
const openCustomerOf = async (playwright: Browser, worker: WorkerKind) => {
  const team = await openTeam(playwright);
  await act(team.owner, newCustomer('t1', '金华德润铸造'));
  const browser = await openRawBrowser(EXECUTABLE);
  const query = worker === 'dedicated' ? '?worker=dedicated' : '';
  const first = await openPage(browser, (await team.link('rep')).replace('/join#', `/join${query}#`), '一起用接力');
  await first.evaluate(`press('加入')`);
  await shows(first, '客户池');
  await first.close();
  return { team, browser, url: `${team.relay.url}/pool/t1${query}` };
};

for (const worker of ['shared', 'dedicated'] as const) {
  test(`[EE-27][R60] a tab frozen in the middle of a write keeps nobody from writing, and its own write comes once (${worker} worker)`, async ({
    browser: unused,
  }) => {
    const { team, browser, url } = await openCustomerOf(unused, worker);
    const frozen = await openPage(browser, url, '金华德润铸造');
    const other = await openPage(browser, url, '金华德润铸造');
    const said: string[] = [];
    for (const round of [1, 2, 3]) {
      await frozen.send('Page.bringToFront');
      await prepare(frozen, `冻住的第 ${round} 条`);
      await other.send('Page.bringToFront');
      frozen.fire('Runtime.evaluate', SAVE);
      frozen.fire('Page.setWebLifecycleState', { state: 'frozen' });
      await prepare(other, `另一页第 ${round} 条`);
      await other.evaluate(SAVE.expression);
      await expect.poll(() => summaries(team), { timeout: 30_000 }).toContain(`另一页第 ${round} 条`);
      await frozen.send('Page.setWebLifecycleState', { state: 'active' });
      said.push(`冻住的第 ${round} 条`, `另一页第 ${round} 条`);
      await expect.poll(() => summaries(team).toSorted(), { timeout: 30_000 }).toEqual(said.toSorted());
      for (const tab of [frozen, other]) {
        await expect.poll(() => tab.holds(`document.querySelector('[role=dialog]') === null`)).toBe(true);
      }
    }
    await browser.close();
    await team.close();
  });

  test(`[EE-28][R60] a tab killed in the middle of a write: the other goes on, what was saved comes once (${worker} worker)`, async ({
    browser: unused,
  }) => {
    const { team, browser, url } = await openCustomerOf(unused, worker);
    const killed = await openPage(browser, url, '金华德润铸造');
    const other = await openPage(browser, url, '金华德润铸造');
    await prepare(killed, '被杀前的一条');
    await prepare(other, '活着的一条');
    killed.fire('Runtime.evaluate', SAVE);
    killed.fire('Page.crash');
    await other.evaluate(SAVE.expression);
    await expect.poll(() => summaries(team), { timeout: NOTICED_MS }).toContain('活着的一条');
    await shows(other, '已同步', NOTICED_MS);
    const later = await openPage(browser, url, '金华德润铸造');
    await prepare(later, '之后的一条');
    await later.evaluate(SAVE.expression);
    await expect.poll(() => summaries(team), { timeout: 30_000 }).toContain('之后的一条');
    expect(summaries(team).filter((one) => one === '被杀前的一条').length).toBeLessThanOrEqual(1);
    for (const one of ['活着的一条', '之后的一条']) expect(summaries(team).filter((it) => it === one)).toHaveLength(1);
    await browser.close();
    await team.close();
  });
}
