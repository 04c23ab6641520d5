import { expect, test } from '@playwright/test';
import { addCrowd } from './support/crowd.ts';
import { act, newCustomer, openTeam, type Team } from './support/team.ts';

const HOSPITAL = '昆山澄湖骨科医院';
let team: Team;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  team = await openTeam(browser);
  await act(team.owner, newCustomer('hospital', HOSPITAL));
  await addCrowd(team, 19_999, 'rep');
});
test.afterAll(() => team.close());

test('[EE-8][R95] a rep finds one of 20,000 while typing: by Chinese, by pinyin, by initials, and opens it', async () => {
  const { page, go } = await team.device('rep');
  await go('/pool');
  await expect(page.getByText('20000 家', { exact: true })).toBeVisible({ timeout: 60_000 });
  const list = page.getByRole('region', { name: '客户列表' });
  const search = page.getByRole('searchbox');
  for (const typed of ['澄湖', 'chenghuguke', 'kschgkyy']) {
    await search.fill('');
    await search.pressSequentially(typed);
    await expect(list.getByRole('listitem').first()).toContainText(HOSPITAL);
    await expect(page.getByRole('status').filter({ hasText: '搜到 1 家' })).toBeVisible();
  }
  await search.fill('没有这样的客户');
  await expect(page.getByText('没有搜到')).toBeVisible();
  await search.fill('kschgkyy');
  await list.getByRole('link').first().tap();
  await expect(page.getByRole('heading', { name: HOSPITAL, level: 1 })).toBeVisible();
  await expect(page.getByText('现在是你在跟')).toBeVisible();
});
