import type { Envelope, PayloadCheck } from '#rules';

/**
 * Payload checks of a device whose schemas are fetched behind its first screen. Until then what the relay's gate let
 * pass is believed, and remembered; what a fold fails over is not shown. Nothing is judged before {@link settle}.
 */
export class Trust {
  #believed: Envelope[] = [];
  #hasFailed = false;
  #isValid: ((event: Envelope) => boolean) | null = null;

  readonly check: PayloadCheck = (event, afterFailure) => {
    if (this.#isValid !== null) return this.#isValid(event);
    this.#hasFailed ||= afterFailure;
    if (!afterFailure) this.#believed.push(event);
    return !afterFailure;
  };

  /** From now on everything is checked. False when something was taken for what it is not: fold anew. */
  settle(isValid: (event: Envelope) => boolean): boolean {
    this.#isValid = isValid;
    const isRight = !this.#hasFailed && this.#believed.every(isValid);
    this.#believed = [];
    this.#hasFailed = false;
    return isRight;
  }
}
