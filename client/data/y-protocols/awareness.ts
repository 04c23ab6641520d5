/**
 * In place of `y-protocols/awareness`: who looks at what goes over the one socket by frames of our own, so a replica has
 * no states to tell. What y-websocket calls of it is here and says nothing; the library's own, with its timer for every
 * room, is 1 KB of first load.
 */
export class Awareness {
  /** The library's timer, which every replica stops. */
  readonly _checkInterval = undefined;

  on(): void {}
  off(): void {}
  getStates(): ReadonlyMap<number, unknown> {
    return new Map();
  }
  getLocalState(): null {
    return null;
  }
  setLocalState(): void {}
}

/** An update of no states. */
export const encodeAwarenessUpdate = (): Uint8Array => Uint8Array.of(0);
export const applyAwarenessUpdate = (): void => {};
export const removeAwarenessStates = (): void => {};
