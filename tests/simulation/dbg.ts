import * as z from 'zod/mini';
import { Line } from './line.ts';
import { decodeDown, decodeUp } from '#protocol';
z.config({ jitless: true });
const who = process.argv[3]; const from = Number(process.argv[4] ?? 0);
const { World } = await import('./world.ts');
const { makeSimulator } = await import('./history.ts');
let world: any;
const add = World.prototype.add;
World.prototype.add = function (name: string, disk: any) { world = this; const d = add.call(this, name, disk); 
  if (name === who) {
    const dl = d.line as any; const open = dl.openSocket.bind(dl);
    const say = (t: string) => { const s = (this.time.now() - 1797987652100)/1000; if (s >= from) console.log(s.toFixed(3), t); };
    d.line.openSocket = (p: any) => { say('OPEN'); const c = open(p); const send = c.send; c.send = (b: Uint8Array) => { const f: any = decodeUp(b); say('UP ' + f.type + ' ' + (f.rows ? JSON.stringify(f.rows.map((r:any)=>[r.row.slice(4,10), r.received])) + f.facts.length : '') + ' ' + (f.room ?? f.channel ?? '') + (f.type==='data'? ' '+Buffer.from(f.payload).toString('hex').slice(0,60):'')); send(b); }; const cl = c.close; c.close=(...a: any)=>{say('CLOSE');(cl as any)(...a);};
      let om: any; Object.defineProperty(c, 'onmessage', { set(v) { om = v; }, get() { return (e: any) => { const f: any = decodeDown(new Uint8Array(e.data)); say('DOWN ' + f.type + ' ' + (f.room ?? f.channel ?? f.batch?? '') +' '+(f.reason??'')+' '+(f.payload? f.payload.length:'')+ JSON.stringify(f.receipts?.map((r:any)=>[r.id.slice(0,6), r.received])??'')); om(e); }; } });
      let oc: any; Object.defineProperty(c, 'onclose', { set(v) { oc = v; }, get() { return (e: any) => { say('ONCLOSE ' + e.code); oc(e); }; } });
      return c; };
  }
  return d; };
const violate = World.prototype.violate;
World.prototype.violate = function (id: string, text: string) { console.log('VIOL', id, text.slice(0, 300));
  const d = this.devices.find((x: any) => x.name === who); const w = d?.workspace();
  const m = /[A-Za-z0-9_-]{22}/.exec(text); if (m && w) { for (const [room, delta] of w.replicas.everything()) for (const r of delta.rows) if (r.includes('"' + m[0] + '"')) console.log('  replica has it in', room); 
   for (const [name, st] of d!.disk.store.stores) for (const [k, v] of st) if (k === m[0]) console.log('  disk', name, JSON.stringify(v).slice(0,300)); }
  if (m) { console.log('  device', JSON.stringify(w?.fold().placement(m[0] as any))); const log = this.relay.core()?.log; for (const room of log?.rooms() ?? []) { for (const r of log!.rows(room)) if (r.event.id === m[0]) { console.log('  relay', room, r.received, JSON.stringify(r.event)); const d0 = r.event.device; const n0 = r.event.n;
     for (const r2 of log!.rooms()) for (const q of log!.rows(r2)) if (q.event.device === d0 && Math.abs(q.event.n - n0) < 4) console.log('    near', r2, q.event.n, q.event.id, q.received, q.event.prev, q.event.type);
     for (const f of log!.facts(room)) if (f.kind === 'seal') for (const rg of f.ranges) if (rg[0] === d0 && rg[1] <= n0 + 3 && rg[2] >= n0 - 3) console.log('    seal', f.tick, JSON.stringify(rg), 'received', f.tick - rg[3]); else if ((f as any).kind === 'received' && (f as any).id === m[0]) console.log('    fact', JSON.stringify(f)); } } }
  violate.call(this, id, text); };
const say = World.prototype.say;
World.prototype.say = function (t: string) { const s = (this.time.now() - 1797987652100)/1000; if (s >= from) console.log(s.toFixed(3), '##', t); };
const sim = await makeSimulator();
await sim.run(Number(process.argv[2]));
process.exit(0);
