import * as z from 'zod/mini';
import { makeSimulator } from './history.ts';
z.config({ jitless: true });
const sim = await makeSimulator();
const [from, n] = process.argv.slice(2).map(Number);
const t = performance.now();
const faults = new Map();
let ev = 0, bad = 0;
for (let s = from; s < from + n; s++) {
  const r = await sim.run(s, { trace: n === 1 });
  for (const [f, c] of r.faults) faults.set(f, (faults.get(f) ?? 0) + c);
  ev += r.events;
  if (n === 1) console.log(r.trace.join('\n'), r.digest, r.commands);
  if (r.violations.length) { bad++; console.log(s, r.violations.slice(0, 6).map(v=>v.slice(0,400))); }
}
console.log(n / ((performance.now() - t) / 1000), 'per s', 'events', ev / n, 'bad', bad, new Map([...faults].map(([k,v])=>[k,v/n])));
process.exit(0);
