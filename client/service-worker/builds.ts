/** How many builds keep their files: the running one and the one that other tabs may still run. */
const KEPT_BUILDS = 2;

/** Puts the activated build's cached addresses first and drops builds that nobody can run any more. */
export const remember = (known: readonly (readonly string[])[], current: readonly string[]): string[][] => {
  const same = (build: readonly string[]): boolean =>
    build.length === current.length && build.every((url) => current.includes(url));
  return [[...current], ...known.filter((build) => !same(build)).map((build) => [...build])].slice(0, KEPT_BUILDS);
};

/** Every address that one of the kept builds needs. */
export const keptUrls = (builds: readonly (readonly string[])[]): ReadonlySet<string> => new Set(builds.flat());
