import type { Catalogue } from '../commands/catalogue.ts';

/** Where it is looked up. */
export interface FetchedDeps {
  /** Progress of the first fetch after joining; null once everything was here. */
  firstSync(): object | null;
  catalogue(): Catalogue;
  readonly replicas: { isSynced(room: string): boolean };
}

/** Whose records a device that has just joined holds as a whole: only those are counted. */
export class FetchedTerritories {
  readonly #deps: FetchedDeps;
  #known = 0;

  constructor(deps: FetchedDeps) {
    this.#deps = deps;
  }

  has(territory: string): boolean {
    const rooms = this.#deps.catalogue().logRooms(territory);
    return this.#deps.firstSync() === null || rooms.every((room) => this.#deps.replicas.isSynced(room));
  }

  /** Looks again; whether there are others than the last time. */
  look(): boolean {
    const known = [...this.#deps.catalogue().logTerritories()].filter((territory) => this.has(territory)).length;
    const isOther = known !== this.#known;
    this.#known = known;
    return isOther;
  }
}
