import * as z from 'zod/mini';
import { decide } from '#rules';
import { makeExtrasFor } from '../extras/extras.ts';
import { makeLaterParts } from './later-parts.ts';

// The content policy allows no code made from text.
z.config({ jitless: true });

/** The chunk that a browser fetches behind the first screen. */
export const laterParts = makeLaterParts(decide, makeExtrasFor(''));
