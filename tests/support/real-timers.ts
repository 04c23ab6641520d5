/** The platform's timers, for the production parts that are given theirs; client and relay ask for the same. */
export const realTimers = {
  after: (ms: number, callback: () => void): (() => void) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
