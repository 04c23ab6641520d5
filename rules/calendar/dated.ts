/** 2000-01-01 in Shanghai, ms. */
const FIRST_DATE_MS = Date.UTC(1999, 11, 31, 16);

/** A date before it is no date but a clock or a sheet that began at zero: nothing is computed from it. */
export const isDated = (atMs: number): boolean => atMs >= FIRST_DATE_MS;
