/** What must not be taken twice while a commit is under way: links, device ids, the founder's place. */
export interface UnderWay {
  /** Runs `act` unless one of the names is taken at this moment; then answers `busy` at once. */
  alone<Result>(names: readonly string[], act: () => Promise<Result>, busy: Result): Promise<Result>;
}

export const makeUnderWay = (): UnderWay => {
  const taken = new Set<string>();
  return {
    async alone(names, act, busy) {
      if (names.some((name) => taken.has(name))) return busy;
      for (const name of names) taken.add(name);
      try {
        return await act();
      } finally {
        for (const name of names) taken.delete(name);
      }
    },
  };
};
