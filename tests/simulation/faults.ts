/** Every kind of fault a history may meet, in the words of the printed table. */
export const FAULTS = [
  'message delayed',
  'documents reordered',
  'document delivered in part',
  'partition, noticed',
  'partition, unnoticed',
  'socket cut',
  'acknowledgement lost',
  'HTTP answer lost',
  'append sent twice',
  'command sent twice',
  'relay killed, commit lost',
  'relay killed, commit kept',
  'relay restarted',
  'relay restored from backup',
  'relay storage failing',
  'relay clock jump',
  'device disk full',
  'scratch refused',
  'begun with an opening',
  'opening given up',
  'device killed',
  'device killed before sending',
  'device killed inside a commit',
  'device clock jump',
  'replica lost',
  'local tail lost',
  'device cloned',
  'second owner of the data',
  'event rejected',
  'rights taken while offline',
] as const;
export type Fault = (typeof FAULTS)[number];

export type Counts<Kind extends string = string> = Map<Kind, number>;
export const count = <Kind extends string>(counts: Counts<Kind>, kind: Kind, by = 1): void => {
  counts.set(kind, (counts.get(kind) ?? 0) + by);
};
