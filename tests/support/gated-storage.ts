import { type Flush, type Storage, StorageFailure } from '../../sync-relay/storage/contract.ts';

/** A storage whose commits wait or fail when told to. */
export interface GatedStorage extends Storage {
  /** Later commits wait until `release`. */
  hold(): void;
  release(): void;
  /** While true every commit fails and stores nothing. */
  setFailing(value: boolean): void;
  /** Commits that reached the inner storage, oldest first. */
  readonly commits: readonly Flush[];
  /** Resolves when a commit waits at the gate. */
  waiting(): Promise<void>;
}

export const gateStorage = (inner: Storage): GatedStorage => {
  const commits: Flush[] = [];
  let isHeld = false;
  let isFailing = false;
  let open: (() => void)[] = [];
  let arrivals: (() => void)[] = [];
  return {
    ...inner,
    commits,
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
      for (const go of open.splice(0)) go();
      open = [];
    },
    setFailing: (value) => {
      isFailing = value;
    },
    waiting: () => (open.length > 0 ? Promise.resolve() : new Promise((resolve) => arrivals.push(resolve))),
    commit: async (flush) => {
      if (isHeld) {
        const passed = new Promise<void>((resolve) => open.push(resolve));
        for (const tell of arrivals.splice(0)) tell();
        arrivals = [];
        await passed;
      }
      if (isFailing) throw new StorageFailure('injected');
      await inner.commit(flush);
      commits.push(flush);
    },
  };
};
