/** A planted defect: one edit of one file, and the suites that must notice it. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Must occur exactly once in the file, or the table is out of date and the run fails. */
  readonly find: string;
  readonly replace: string;
  /** Tried in order until one fails, which is what finding means. */
  readonly suites: readonly Suite[];
}

export type Suite =
  | { readonly kind: 'vitest'; readonly files: string }
  | { readonly kind: 'sim'; readonly histories: number }
  | { readonly kind: 'fuzz'; readonly inputs: number }
  | { readonly kind: 'crash'; readonly cycles: number }
  /** One writer under strace: no acknowledgement before its sync. */
  | { readonly kind: 'trace' };

export const suiteName = (suite: Suite): string => {
  switch (suite.kind) {
    case 'vitest':
      return suite.files;
    case 'sim':
      return `sim ${suite.histories}`;
    case 'fuzz':
      return `fuzz ${suite.inputs}`;
    case 'crash':
      return `crash ${suite.cycles}`;
    case 'trace':
      return 'crash trace';
  }
};

export const suiteCommand = (suite: Suite): readonly string[] => {
  switch (suite.kind) {
    case 'vitest':
      return ['npx', 'vitest', 'run', '--reporter=dot', '--bail=1', '--testTimeout=60000', ...suite.files.split(' ')];
    case 'sim':
      return ['npm', 'run', '-s', 'sim', '--', '--histories', String(suite.histories), '--seed', '1', '--bail'];
    case 'fuzz':
      return ['npm', 'run', '-s', 'fuzz', '--', '--inputs', String(suite.inputs), '--seed', '1'];
    case 'crash':
      return ['npm', 'run', '-s', 'crash', '--', '--cycles', String(suite.cycles)];
    case 'trace':
      return ['npm', 'run', '-s', 'crash', '--', '--cycles', '0', '--trace'];
  }
};
