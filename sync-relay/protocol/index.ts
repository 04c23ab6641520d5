/** The wire between devices and the relay: the one door of this leaf package. */
export * from './close-codes.ts';
export * from './frames.ts';
export * from './http.ts';
export * from './http-errors.ts';
export * from './limits.ts';
export * from './message-paths.ts';
export * from './messages.ts';
export * from './rejects.ts';
