/** The one door of `rules/`: pure, deterministic, no clock, randomness, I/O, locale or Yjs. */

export * from './access/access.ts';
export * from './access/document-class.ts';
export * from './calendar/shanghai.ts';
export * from './calendar/week.ts';
export * from './commands.ts';
export * from './documents.ts';
export * from './effects/deadline.ts';
export * from './effects/due-effects.ts';
export * from './effects/effect-id.ts';
export * from './events/envelope.ts';
export * from './events/payloads.ts';
export * from './events/relay-facts.ts';
export { isUsableFact } from './fold/facts.ts';
export { makeFold } from './fold/make-fold.ts';
export { PRESALES_RULE } from './fold/tasks.ts';
export * from './fold-contract.ts';
export * from './ids.ts';
export * from './order.ts';
export * from './process.ts';
export * from './roles.ts';
export * from './state.ts';
export * from './support/canonical-json.ts';
export * from './support/sha256.ts';
export * from './templates/default.ts';
export * from './time.ts';
export * from './write-event.ts';
