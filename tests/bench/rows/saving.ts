import { chromium, type Page } from '@playwright/test';
import config from '../../e2e/playwright.config.ts';
import { openCustomer, openTab } from '../../e2e/support/customer.ts';
import { act, newCustomer, openTeam } from '../../e2e/support/team.ts';
import { median, percentile } from '../support/measure.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';

const SAVES = 40;
const FIELD = '级别';
/** Slows the page only: browsers have no such switch for workers. */
const THROTTLE = 4;

/** Presses 存好 and waits for the frame in which the form is gone and the value stands in its place, ms. */
const timeSave = (page: Page, value: string): Promise<number> =>
  page.evaluate(async (written) => {
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === '存好');
    if (button === undefined) throw new Error('no form is open');
    const start = performance.now();
    button.click();
    while (button.isConnected || !document.body.innerText.includes(written))
      await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - start;
  }, value);

const changeAndTime = async (page: Page, value: string): Promise<number> => {
  const panel = page.getByRole('tabpanel');
  await panel
    .getByRole('button', { name: `改${FIELD}` })
    .first()
    .click();
  await panel.getByLabel(FIELD, { exact: true }).fill(value);
  return timeSave(page, value);
};

/** From the press to the changed screen, with the strict transaction of the outbox in between. */
export const saving: BenchRow = {
  name: 'saving',
  title: 'Local command to screen in Chromium: press, judged, on disk, shown',
  async run() {
    const browser = await chromium.launch(config.use?.launchOptions ?? {});
    const team = await openTeam(browser);
    await act(team.owner, newCustomer('t1', '金华德润铸造', 'rep'));
    const rep = await team.device('rep', { viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
    const page = await openCustomer(rep, 't1', '金华德润铸造');
    await openTab(page, '资料');
    const times: number[] = [];
    const slowed: number[] = [];
    for (let round = 0; round < SAVES; round += 1) times.push(await changeAndTime(page, `甲${round}级`));
    const session = await rep.context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    for (let round = 0; round < SAVES; round += 1) slowed.push(await changeAndTime(page, `乙${round}级`));
    await team.close();
    await browser.close();
    return [
      atMost(`median of ${SAVES}, the page at ×${THROTTLE}, the worker at full speed`, median(slowed), 'ms', 50),
      shown('p95 of them', percentile(slowed, 0.95), 'ms'),
      shown(`median of ${SAVES} without a throttle`, median(times), 'ms'),
      atMost('p95 of them: an upper bound of the outbox commit', percentile(times, 0.95), 'ms', 30),
    ];
  },
};
