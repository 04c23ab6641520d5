/** The one door of `rules/`: pure, deterministic, no clock, randomness, I/O, locale or Yjs. */
export * from './commands.ts';
export * from './documents.ts';
export * from './events/envelope.ts';
export * from './events/payloads.ts';
export * from './events/relay-facts.ts';
export * from './fold-contract.ts';
export * from './ids.ts';
export * from './process.ts';
export * from './roles.ts';
export * from './state.ts';
