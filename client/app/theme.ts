/** How the app looks: as the system does, or fixed. Kept on this device only. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const KEY = 'jieli.theme';

const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

/** The stored choice; `system` where nothing readable is stored or storing is not allowed. */
export const storedTheme = (): Theme => {
  try {
    const value = localStorage.getItem(KEY);
    return isTheme(value) ? value : 'system';
  } catch {
    return 'system';
  }
};

/** Puts the theme on the document and keeps it. A browser that stores nothing still shows it until reload. */
export const applyTheme = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    return;
  }
};
