import type { Mutant } from './mutant.ts';

/** `also`: unit tests for a defect that so few histories do not show. */
const planted = (
  histories: number,
  file: string,
  name: string,
  find: string,
  replace: string,
  ...also: readonly string[]
): Mutant => ({
  name: `simulated: ${name}`,
  file,
  find,
  replace,
  suites: [{ kind: 'sim', histories }, ...also.map((files) => ({ kind: 'vitest', files }) as const)],
});

/** Planted defects of the whole: devices, line, relay and rules together; found by the simulation, where nothing else is named. */
export const SIMULATION_MUTANTS: readonly Mutant[] = [
  planted(
    20,
    'client/data/worker/load-own.ts',
    'outbox lost on reload',
    "pending: (await store.entries('pending')).map(([, row]) => row as PendingRow),",
    'pending: [],',
  ),
  planted(
    20,
    'client/data/storage/memory.ts',
    'an owner that does not check its generation',
    '      if (generation !== disk.generation) throw new StaleGeneration();\n',
    '',
  ),
  planted(
    20,
    'client/data/outbox/outbox.ts',
    'quarantine dropped',
    '    this.#quarantine.set(id, kept);\n    this.#deps.journal.later(quarantineWrites(kept));',
    '    this.#deps.journal.later(quarantineWrites(kept).slice(0, 1));',
  ),
  planted(
    50,
    'client/data/worker/recovery.ts',
    'fork kept under the same device id',
    'await outbox.moveTo(outcome.answer.device as DeviceId,',
    'await outbox.moveTo(outbox.head().device,',
  ),
  planted(
    150,
    'client/data/outbox/sender.ts',
    'answer for a copy of this device taken as its own',
    'isForked ||= !batch.ids.every((id) => known.has(id));',
    'isForked ||= false;',
    'tests/unit/data/outbox.test.ts',
  ),
  planted(
    20,
    'client/data/commands/run-command.ts',
    'a command sent again is done again',
    'if (done !== undefined) return',
    'if (done !== undefined && done.atMs < 0) return',
  ),
  planted(
    50,
    'client/data/worker/recovery.ts',
    'epoch noted without giving anything back',
    'void this.#giveBack(epoch).catch(() => {',
    'this.#giving = { epoch, left: 0 };\n      this.#given();\n      void Promise.resolve().catch(() => {',
  ),
  planted(50, 'sync-relay/log/open.ts', 'restored relay goes on in the same epoch', ' + (isRestored ? 1 : 0)', ''),
  planted(
    150,
    'sync-relay/session/hub.ts',
    'stale access: channels stay open after a right was taken',
    'each((connection) => connection.recheck());',
    'each(() => undefined);',
  ),
  planted(
    150,
    'sync-relay/log/workspace.ts',
    'received not lowered by successors',
    '        if (bound && bound.received !== UNASSIGNED) received = Math.min(received, bound.received);\n',
    '',
    'tests/unit/relay-core/time.test.ts',
  ),
  planted(
    50,
    'sync-relay/log/service.ts',
    'acknowledged before the commit',
    '        stored: () => resolve(this.#stored(room, device, records)),\n',
    '        stored: (resolve(this.#stored(room, device, records)), () => undefined),\n',
  ),
  planted(
    150,
    'sync-relay/log/service.ts',
    'received bytes told on before they are durable',
    "    if (verdict.kind === 'rejected') return Promise.resolve(verdict);\n",
    "    if (verdict.kind === 'rejected') return Promise.resolve(verdict);\n    for (const tell of this.#listeners) tell({ room: room.name, update: request.update, rows: [], receipts: [], facts: [] });\n",
  ),
  planted(
    20,
    'rules/automation/waiting.ts',
    'doubled effect: fired again at every change',
    'if (fired.size > 0 && fired.has(keyOf(key))) continue;',
    '',
  ),
  planted(
    50,
    'rules/fold/store.ts',
    'a seal of its place taken for an event of the outbox',
    'rec.inLogs ||= !isLocal;',
    'rec.inLogs = true;',
  ),
];
