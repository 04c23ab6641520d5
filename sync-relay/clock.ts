/** Relay time (S2), ms. */
export interface RelayClock {
  /** Called once before use with the highest durable tick: time goes on after it, never before. */
  startAfter(tickMs: number): void;
  /** Never falls; whole ms. */
  now(): number;
  /** The wall clock left relay time by more than two minutes and nobody has confirmed it yet. */
  jumped(): boolean;
  /** Devices say that the wall clock was wrong at the start: `jumped` until confirmed. */
  suspect(): void;
  /** An operator has looked: a wall clock ahead is taken over, one behind is followed at its distance. */
  confirm(): void;
}

const MAX_SLEW_MS = 2 * 60_000;
/** Share of the elapsed time by which relay time may run faster or slower than the counter while it slews. */
const SLEW_RATE = 0.05;

/**
 * Relay time from the machine's clocks: the last good time plus the monotonic counter, drawn slowly to the wall
 * clock while the two are within 2 min. Beyond that the counter goes on alone and `jumped` stays true until
 * confirmed. `wall` and `mono` answer ms; `mono` never falls.
 */
export const makeRelayClock = (clocks: { readonly wall: () => number; readonly mono: () => number }): RelayClock => {
  let time = clocks.wall();
  let mono = clocks.mono();
  /** Wall clock minus relay time that an operator accepted. */
  let acceptedOffset = 0;
  let jumped = false;
  const advance = (): void => {
    const monoNow = clocks.mono();
    const elapsed = Math.max(0, monoNow - mono);
    mono = monoNow;
    time += elapsed;
    const error = clocks.wall() - acceptedOffset - time;
    if (Math.abs(error) > MAX_SLEW_MS) jumped = true;
    if (jumped) return;
    const most = elapsed * SLEW_RATE;
    time += Math.min(most, Math.max(-most, error));
  };
  return {
    startAfter: (tickMs) => {
      const wall = clocks.wall();
      mono = clocks.mono();
      time = Math.max(wall, tickMs);
    },
    now: () => {
      advance();
      return Math.floor(time);
    },
    jumped: () => {
      advance();
      return jumped;
    },
    suspect: () => {
      jumped = true;
    },
    confirm: () => {
      advance();
      const wall = clocks.wall();
      time = Math.max(time, wall);
      acceptedOffset = wall - time;
      jumped = false;
    },
  };
};

/** A clock moved by hand: seeding a past year, simulations, tests. */
export interface ManualClock extends RelayClock {
  /** Moves time forward; never back. */
  set(atMs: number): void;
  setJumped(value: boolean): void;
}
export const makeManualClock = (startMs: number): ManualClock => {
  let time = startMs;
  let jumped = false;
  const set = (atMs: number): void => {
    time = Math.max(time, Math.floor(atMs));
  };
  return {
    startAfter: set,
    now: () => time,
    jumped: () => jumped,
    suspect: () => {
      jumped = true;
    },
    confirm: () => {
      jumped = false;
    },
    set,
    setJumped: (value) => {
      jumped = value;
    },
  };
};
