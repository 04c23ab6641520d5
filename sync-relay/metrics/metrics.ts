/** Counters and gauges of one relay, in Prometheus text. */
export interface Metrics {
  /** Adds one (or `by`) to a counter. `labels` come from closed sets only, never from a person's input. */
  count(name: CounterName, label?: string, by?: number): void;
  value(name: CounterName, label?: string): number;
  gauge(name: string, read: () => number): void;
  /** Prometheus text exposition. */
  text(): string;
}

/** Every counter with its help text and the name of its one label, `null` without. */
const COUNTERS = {
  jieli_upgrades_refused_total: ['Socket upgrades refused', 'reason'],
  jieli_sockets_opened_total: ['Sockets opened', 'kind'],
  jieli_sockets_closed_total: ['Sockets closed by the relay', 'reason'],
  jieli_frames_malformed_total: ['Frames that could not be read', null],
  jieli_channel_writes_refused_total: ['Writes that came through a reading channel', null],
  jieli_reads_paused_total: ['Times a socket was paused for sending too fast', null],
  jieli_appends_total: ['Appends made durable', null],
  jieli_appends_rejected_total: ['Appends rejected', 'reason'],
  jieli_events_total: ['Events made durable', null],
  jieli_given_back_total: ['Rows and facts given back after a restore', 'outcome'],
  jieli_strikes_total: ['Inputs no honest device sends', 'reason'],
  jieli_link_tries_refused_total: ['Tries at links beyond the limit of an address', null],
  jieli_http_refused_total: ['HTTP requests refused', 'reason'],
  jieli_blobs_stored_total: ['Files stored', null],
  jieli_blobs_refused_total: ['Files refused', 'reason'],
  jieli_contacts_served_total: ['Contact records served', 'way'],
  jieli_contacts_refused_total: ['Contact records refused', null],
  jieli_seals_total: ['Seals written', null],
  jieli_fired_total: ['Effects fired', null],
  jieli_rule_loops_total: ['Chains of effects cut off', null],
  jieli_messages_total: ['Tries to send a message outside', 'outcome'],
  jieli_clock_doubted_total: ['Times devices disagreed with the clock the relay started on', null],
  jieli_faults_total: ['Faults of the relay itself', null],
  jieli_storage_failures_total: ['Writes the storage refused', null],
} as const satisfies Record<string, readonly [help: string, label: string | null]>;
export type CounterName = keyof typeof COUNTERS;

export const makeMetrics = (): Metrics => {
  const counters = new Map<CounterName, Map<string, number>>();
  const gauges = new Map<string, () => number>();
  const row = (name: CounterName, label: string, value: number): string => {
    const key = COUNTERS[name][1];
    return key === null ? `${name} ${value}` : `${name}{${key}="${label}"} ${value}`;
  };
  return {
    count(name, label = '', by = 1) {
      const values = counters.get(name) ?? new Map<string, number>();
      values.set(label, (values.get(label) ?? 0) + by);
      counters.set(name, values);
    },
    value: (name, label = '') => counters.get(name)?.get(label) ?? 0,
    gauge: (name, read) => {
      gauges.set(name, read);
    },
    text() {
      const lines: string[] = [];
      for (const name of Object.keys(COUNTERS) as CounterName[]) {
        lines.push(`# HELP ${name} ${COUNTERS[name][0]}`, `# TYPE ${name} counter`);
        for (const [label, value] of counters.get(name) ?? []) lines.push(row(name, label, value));
      }
      for (const [name, read] of gauges) lines.push(`# TYPE ${name} gauge`, `${name} ${read()}`);
      return `${lines.join('\n')}\n`;
    },
  };
};
