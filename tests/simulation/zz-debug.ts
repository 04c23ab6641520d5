import * as z from 'zod/mini';
import { makeSimulator } from './history.ts';
import { World } from './world.ts';

z.config({ jitless: true });
const seed = Number(process.argv[2]);
const want = process.argv.slice(3);
const s = await makeSimulator();
const orig = World.prototype.truth;
World.prototype.truth = function () {
  const log = this.relay.core()?.log;
  const out: [number, string][] = [];
  for (const room of log?.rooms() ?? []) {
    for (const { event, received } of log?.rows(room) ?? [])
      out.push([
        this.arrivals.get(event.id) ?? -1,
        `${room} EV ${event.id} ${event.type} subj=${event.subject} by ${event.author} dev=${event.device} n=${event.n} at=${event.at} seen=${event.seen} rec=${received} ${JSON.stringify(event.payload).slice(0, 260)}`,
      ]);
    for (const f of log?.facts(room) ?? [])
      if (f.kind === 'fired')
        out.push([
          this.arrivals.get(f.effect) ?? -1,
          `${room} FIRED ${f.effect} ${f.rule} v=${f.version} ${f.rung} cause=${f.cause} tick=${f.tick} due=${f.dueAt} subj=${f.subject} basis=${f.basis}`,
        ]);
  }
  out.sort((a, b) => a[0] - b[0]);
  for (const [n, line] of out) if (want.length === 0 || want.some((w) => line.includes(w))) console.log(n, line);
  return orig.call(this);
};
const r = await s.run(seed, { trace: true });
console.log(r.violations.join('\n'));
process.exit(0);
