import * as z from 'zod/mini';
import { decide } from '#rules';
import { makeExtrasFor } from '../extras/extras.ts';
import type { SearchAids } from '../search/name-search.ts';
import { makeLaterParts } from './later-parts.ts';
import { sweepScratch, wipeScratch } from './opfs-scratch.ts';

// The content policy allows no code made from text.
z.config({ jitless: true });

let aids: SearchAids | null = null;
// Where they cannot be had, names are found by their characters until the next start.
void import('../search/search-aids.ts').then(
  ({ searchAids }) => {
    aids = searchAids;
  },
  () => undefined,
);

/** The chunk that a browser fetches behind the first screen. */
export const laterParts = makeLaterParts(decide, makeExtrasFor(''), () => aids, {
  sweep: sweepScratch,
  wipe: wipeScratch,
});
