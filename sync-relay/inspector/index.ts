/** The inspector's door: judges received bytes, changes nothing. */
export { decodeUtf8, MalformedBytes } from './byte-reader.ts';
export { type AcceptedRow, elementText, inspect, type Verdict } from './inspect.ts';
export type { RoomView, RunView, WorkspaceView } from './log-view.ts';
export { type ElementId, type LogStruct, type ParsedUpdate, parseUpdate } from './parse-update.ts';
export { readEvent, type Writer } from './row.ts';
export type { KnownElements } from './structs.ts';
