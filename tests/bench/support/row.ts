/** One measured value beside what architecture §9 asks for. */
export interface Finding {
  /** What was measured and how. */
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** As §9 (or R95) says it; null = no figure asked for, shown for context. */
  readonly target: string | null;
  /** null where no figure is asked for. */
  readonly met: boolean | null;
}

export interface RunOptions {
  /** Smaller sizes: to see that every row works, not for figures. */
  readonly quick: boolean;
  /** Said on stderr while a row runs. */
  readonly say: (text: string) => void;
}

/** One row of the table: its name for `--only`, and how it is measured. */
export interface BenchRow {
  readonly name: string;
  readonly title: string;
  /** Takes so long that it runs only where `--only` names it. */
  readonly isOnlyNamed?: boolean;
  readonly run: (options: RunOptions) => Promise<readonly Finding[]>;
}

export const atMost = (what: string, value: number, unit: string, most: number): Finding => ({
  what,
  value,
  unit,
  target: `≤ ${most} ${unit}`.trim(),
  met: value <= most,
});

export const atLeast = (what: string, value: number, unit: string, least: number): Finding => ({
  what,
  value,
  unit,
  target: `≥ ${least} ${unit}`.trim(),
  met: value >= least,
});

export const shown = (what: string, value: number, unit: string): Finding => ({
  what,
  value,
  unit,
  target: null,
  met: null,
});
