import type { LocalStore } from '../storage/contract.ts';
import type { RelayHttp } from './relay-http.ts';

const LEFT_KEY = 'leftSession';

/**
 * A session whose device was signed out while the relay could not be reached. Its cookie cannot be taken out of this
 * browser by a page, so the relay is told as soon as it can be.
 */
export class LeftSession {
  readonly #store: LocalStore;
  #csrf: string | null = null;

  constructor(store: LocalStore) {
    this.#store = store;
  }

  /** Token with which the relay takes the end of it. */
  csrf(): string | null {
    return this.#csrf;
  }

  async load(): Promise<void> {
    this.#csrf = ((await this.#store.read('meta', LEFT_KEY)) as string | undefined) ?? null;
  }

  /** Remembers it on a wiped device. @throws StorageRefused, StaleGeneration */
  async leave(generation: number, csrf: string): Promise<void> {
    this.#csrf = csrf;
    await this.#store.commit(generation, [{ store: 'meta', key: LEFT_KEY, value: csrf }]);
  }

  /** Tells the relay, if there is one to tell; what fails is for the next time. */
  async end(generation: number, http: Pick<RelayHttp, 'endSession'>): Promise<void> {
    if (this.#csrf === null || !(await endsSession(http))) return;
    this.#csrf = null;
    await this.#store.commit(generation, [{ store: 'meta', key: LEFT_KEY, value: undefined }]);
  }
}

/** Asks the relay to end the session of this browser's cookie; true when there is none any more. */
export const endsSession = async (http: Pick<RelayHttp, 'endSession'>): Promise<boolean> => {
  const outcome = await http.endSession();
  if (outcome.kind === 'ok') return true;
  // A session that is not known, or not the one left here, is none of ours to end.
  return outcome.kind === 'refused' && (outcome.error === 'notSignedIn' || outcome.error === 'csrf');
};
