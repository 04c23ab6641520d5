import { LINKS } from './corpus-links.ts';
import type { Hostile } from './corpus-parts.ts';
import { ROWS } from './corpus-rows.ts';
import { STRUCTURE } from './corpus-structure.ts';
import { VALUES } from './corpus-values.ts';

export type { Hostile } from './corpus-parts.ts';

/** Every crafted attack; each must be refused as named, with nothing changed. */
export const CORPUS: readonly Hostile[] = [...STRUCTURE, ...VALUES, ...LINKS, ...ROWS];
