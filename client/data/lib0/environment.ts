/**
 * In place of `lib0/environment`: a browser is no Node, and no variable of an environment tells Yjs to freeze what it
 * reads. The library's own reads addresses, storage and arguments for that.
 */
export const isNode = false;
export const isBrowser = true;
export const getVariable = (): null => null;
