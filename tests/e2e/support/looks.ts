import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Colours are the same at every size and layout the same in every light: each is looked at once. */
export const LOOKS = {
  'phone, light': { width: 390, height: 844, colorScheme: 'light' },
  'desktop, dark': { width: 1280, height: 800, colorScheme: 'dark' },
} as const;
/** 200 % text on a small phone, or a narrow window. */
export const NARROW = { width: 320, height: 640 };

/** Half a megabyte of script is given to a page once, and not for each look at it. */
const NOTHING_MORE = ';';

/**
 * Waits until nothing moves any more: colours in between are no colours of ours. Two frames first: a page hears of its
 * new width in the frame after it has it, and until then a desktop's panel stands on a phone.
 */
const still = (page: Page) =>
  page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames += 1) await new Promise((drawn) => requestAnimationFrame(drawn));
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)));
    return null;
  });

/** Accessibility violations of what is on the screen, each with its place. */
export const violations = async (page: Page): Promise<string[]> => {
  await still(page);
  const isKnown = await page.evaluate(() => 'axe' in window);
  const { violations: found } = await new AxeBuilder({ page, ...(isKnown ? { axeSource: NOTHING_MORE } : {}) })
    // Without a page of its own for the result: every page has one frame.
    .setLegacyMode(true)
    // What passed is judged all the same; only its places are not written down.
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
};

/** The same in every look, each named with the screen. */
export const inEveryLook = async (page: Page, screen: string): Promise<string[]> => {
  const found: string[] = [];
  for (const [look, { colorScheme, ...size }] of Object.entries(LOOKS)) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await violations(page)).map((line) => `${screen}, ${look}: ${line}`));
  }
  return found;
};
/** What scrolls sideways and is not meant to. */
export const scrollersSideways = async (page: Page): Promise<string[]> => {
  await still(page);
  return page.evaluate(() => {
    const scrollers = [
      document.documentElement,
      ...document.querySelectorAll('main, main *, [role=dialog], [role=dialog] *'),
    ];
    return scrollers
      .filter((one) => {
        const { overflowX } = getComputedStyle(one);
        const isPage = one === document.documentElement || getComputedStyle(one).overflowY !== 'visible';
        const isMeant =
          overflowX !== 'visible' &&
          one.matches('fieldset, [role=tablist], section[tabindex], pre, :has(> * > * > [role=grid])');
        return (
          isPage && !isMeant && overflowX !== 'hidden' && overflowX !== 'clip' && one.scrollWidth > one.clientWidth + 1
        );
      })
      .map((one) => `${one.tagName} ${one.className}`.slice(0, 80));
  });
};
