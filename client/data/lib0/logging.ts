/**
 * In place of `lib0/logging`: what Yjs says of a broken state goes to the console in plain words. The library's own
 * variants bring styling, a DOM or a terminal, which is 1 KB of first load.
 */
export const BOLD = '';
export const UNBOLD = '';
export const RED = '';
export const ORANGE = '';

export const print = (...words: unknown[]): void => console.info(...words);
export const warn = (...words: unknown[]): void => console.warn(...words);
