import { FOLLOWING_MUTANTS } from './following-mutants.ts';
import type { Mutant, Suite } from './mutant.ts';

const vitest = (files: string): Suite => ({ kind: 'vitest', files });
const core = (name: string): Suite => vitest(`tests/unit/relay-core/${name}.test.ts`);
const edge = (name: string): Suite => vitest(`tests/unit/relay-edge/${name}.test.ts`);
const FUZZ: Suite = { kind: 'fuzz', inputs: 2000 };
const TRACE: Suite = { kind: 'trace' };
const CORPUS = core('hostile-corpus');

/** What is on disk before it is acknowledged, told or answered. */
const DURABILITY: readonly Mutant[] = [
  {
    name: 'acknowledged before the commit',
    file: 'sync-relay/log/service.ts',
    find: '        stored: () => resolve(this.#stored(room, device, records)),\n',
    replace: '        stored: (resolve(this.#stored(room, device, records)), () => undefined),\n',
    suites: [core('commit'), TRACE],
  },
  {
    name: 'no sync behind a commit',
    file: 'sync-relay/storage/sqlite-worker.mjs',
    find: 'PRAGMA synchronous = FULL;',
    replace: 'PRAGMA synchronous = OFF;',
    suites: [TRACE],
  },
  {
    name: 'received bytes told on as they came',
    file: 'sync-relay/log/service.ts',
    find: "    if (verdict.kind === 'rejected') return Promise.resolve(verdict);\n",
    replace:
      "    if (verdict.kind === 'rejected') return Promise.resolve(verdict);\n    for (const tell of this.#listeners) tell({ room: room.name, update: request.update, rows: [], receipts: [], facts: [] });\n",
    suites: [core('commit')],
  },
  {
    name: 'a refused commit is not undone',
    file: 'sync-relay/log/service.ts',
    find: 'for (const step of undo.toReversed()) step();',
    replace: 'void undo;',
    suites: [core('commit')],
  },
  {
    name: 'hash chain not checked at the start',
    file: 'sync-relay/log/segment.ts',
    find: 'if (!chainAfter(before, room, body).equals(chain))',
    replace: 'if (false)',
    suites: [core('integrity')],
  },
  {
    name: 'a link is not used up with the join',
    file: 'sync-relay/authn/authn.ts',
    find: '          ...links.used(secret),\n',
    replace: '',
    suites: [edge('devices')],
  },
  {
    name: 'join in two commits',
    file: 'sync-relay/authn/authn.ts',
    find: 'await log.appendFacts(ORG_ROOM, [fact], new Map(changes.map(({ meta: entry }) => entry)));',
    replace:
      'await storage.commit({ meta: new Map(changes.map(({ meta: entry }) => entry)) });\n    await log.appendFacts(ORG_ROOM, [fact]);',
    suites: [edge('devices')],
  },
];

/** What the inspector takes. */
const INSPECTION: readonly Mutant[] = [
  {
    name: 'known bytes not compared',
    file: 'sync-relay/inspector/structs.ts',
    find: 'return run.equals(struct.clock, bytes.subarray(struct.bounds[0], struct.bounds[count]));',
    replace: 'return true;',
    suites: [CORPUS, FUZZ],
  },
  {
    name: 'fork accepted',
    file: 'sync-relay/inspector/structs.ts',
    find: "  return { reason: 'fork', detail: 'does not follow the last element of the log' };",
    replace: '  return [...ordered, ...byOrigin.values()];',
    suites: [CORPUS, FUZZ],
  },
  {
    name: 'gap accepted',
    file: 'sync-relay/inspector/structs.ts',
    find: 'if (struct.clock > expected) return {',
    replace: 'if (false) return {',
    suites: [CORPUS, FUZZ],
  },
  {
    name: 'replayed part taken as new',
    file: 'sync-relay/inspector/structs.ts',
    find: 'const rest = trim(struct, knownEnd, log);',
    replace: 'const rest = trim(struct, 0, log);',
    suites: [core('inspector')],
  },
  {
    name: 'new rows under another device’s client',
    file: 'sync-relay/inspector/structs.ts',
    find: "    if (!own) return { reason: 'foreignLog', detail: 'new elements under another device’s client' };\n",
    replace: '',
    suites: [CORPUS],
  },
  {
    name: 'author not checked',
    file: 'sync-relay/inspector/row.ts',
    find: 'if (event.author !== writer.member || event.device !== writer.device) {',
    replace: 'if (event.device !== writer.device) {',
    suites: [CORPUS],
  },
  {
    name: 'a slot taken twice',
    file: 'sync-relay/inspector/row.ts',
    find: 'if (onSlot !== null && onSlot !== event.id)',
    replace: 'if (false)',
    suites: [CORPUS],
  },
  {
    name: 'one id with two contents',
    file: 'sync-relay/inspector/row.ts',
    find: 'if (other === null || !sameEvent(other, event))',
    replace: 'if (other === null)',
    suites: [CORPUS],
  },
  {
    name: 'row in any document',
    file: 'sync-relay/inspector/row.ts',
    find: '  if (misplaced !== null) return',
    replace: '  if (false) return',
    suites: [CORPUS],
  },
  {
    name: 'text need not be canonical',
    file: 'sync-relay/inspector/row-shape.ts',
    find: "  if (JSON.stringify(value) !== text) return { fault: 'not canonical JSON' };\n",
    replace: '',
    suites: [CORPUS],
  },
  {
    name: 'deletes accepted',
    file: 'sync-relay/inspector/parse-update.ts',
    find: "  if (reader.varUint() !== 0) throw new MalformedBytes('delete set is not empty');\n",
    replace: '  reader.at = reader.bytes.length;\n',
    suites: [CORPUS],
  },
  {
    name: 'right origin accepted',
    file: 'sync-relay/inspector/parse-update.ts',
    find: "  if (info & HAS_RIGHT_ORIGIN) throw new MalformedBytes('right origin in a log');\n",
    replace: '  if (info & HAS_RIGHT_ORIGIN) readId(reader);\n',
    suites: [CORPUS],
  },
  {
    name: 'trailing bytes accepted',
    file: 'sync-relay/inspector/parse-update.ts',
    find: "  if (reader.left > 0) throw new MalformedBytes('bytes after the end');\n",
    replace: '',
    suites: [CORPUS],
  },
  {
    name: 'no limit of an update',
    file: 'sync-relay/inspector/inspect.ts',
    find: 'if (update.length > LIMITS.frameBytes)',
    replace: 'if (false)',
    suites: [CORPUS],
  },
  {
    name: 'a colleague’s private history shared',
    file: 'sync-relay/log/workspace.ts',
    find: "if (doc.kind !== 'private' || doc.member !== holder) continue;",
    replace: "if (doc.kind !== 'private') continue;",
    suites: [core('inspector')],
  },
  {
    name: 'shared history without a receipt',
    file: 'sync-relay/inspector/row.ts',
    find: '  if (workspace.attests(writer.member, row, received, mac)) return null;',
    replace: '  if (mac !== null) return null;',
    suites: [CORPUS],
  },
];

/** Time, seals, receipts, recovery. */
const TIME: readonly Mutant[] = [
  {
    name: 'a restored relay goes on in the same epoch',
    file: 'sync-relay/log/open.ts',
    find: ' + (isRestored ? 1 : 0)',
    replace: '',
    suites: [core('restore')],
  },
  {
    name: 'receipt not signed',
    file: 'sync-relay/log/macs.ts',
    find: '  mac: macs.row(record.room, text, record.received),',
    replace: "  mac: '',",
    suites: [core('restore')],
  },
  {
    name: 'rows given back without a receipt',
    file: 'sync-relay/log/give-back.ts',
    find: "if (event === null || !sameMac(given.mac, context.macs.row(room.name, given.row, given.received))) return 'refused';",
    replace: "if (event === null) return 'refused';",
    suites: [core('restore')],
  },
  {
    name: 'a fact given back twice is taken twice',
    file: 'sync-relay/log/give-back.ts',
    find: '    else if (!held.has(decoded.mac)) {',
    replace: '    else {',
    suites: [core('restore')],
  },
  {
    name: 'received not lowered by successors',
    file: 'sync-relay/log/workspace.ts',
    find: '        if (bound && bound.received !== UNASSIGNED) received = Math.min(received, bound.received);\n',
    replace: '',
    suites: [core('time')],
  },
  {
    name: 'seal not written',
    file: 'sync-relay/rule-host/rule-host.ts',
    find: "      await log.appendFacts(room, [{ kind: 'seal', ranges }]);\n",
    replace: '',
    suites: [vitest('tests/unit/relay-edge/rule-host.test.ts -t HO-2')],
  },
  {
    name: 'sealing while an operator has to look',
    file: 'sync-relay/log/service.ts',
    find: "if (needsCalm && (health === 'recovering' || health === 'clockJumped'))",
    replace: 'if (false)',
    suites: [core('time'), core('restore')],
  },
];

/** Who gets in, who reads what, and what is refused at the door. */
const DOOR: readonly Mutant[] = [
  {
    name: 'Origin unchecked at the socket',
    file: 'sync-relay/session/front-door.ts',
    find: "    if (!isOwnOrigin(request.headers.origin, request.headers.host)) return refuse(socket, 'origin');\n",
    replace: '',
    suites: [vitest('tests/unit/relay-edge/front-door.test.ts -t FD-1')],
  },
  {
    name: 'Origin unchecked at a write',
    file: 'sync-relay/http/session-guard.ts',
    find: "    if (!isOwnOrigin(request.headers.origin, request.headers.host)) throw new HttpRefusal('wrongOrigin');",
    replace: '    void request;',
    suites: [edge('http')],
  },
  {
    name: 'CSRF token unchecked',
    file: 'sync-relay/http/session-guard.ts',
    find: "if (typeof token !== 'string' || !isSameText(token, signedIn.session.csrf))",
    replace: "if (typeof token !== 'string')",
    suites: [edge('http')],
  },
  {
    name: 'ticket reusable',
    file: 'sync-relay/authn/tickets.ts',
    find: '      const found = tickets.get(ticket);\n      tickets.delete(ticket);\n',
    replace: '      const found = tickets.get(ticket);\n',
    suites: [vitest('tests/unit/relay-edge/front-door.test.ts -t FD-2')],
  },
  {
    name: 'access not looked at again',
    file: 'sync-relay/session/hub.ts',
    find: '      recheck();\n      if (org) announceRooms();',
    replace: '      if (org) announceRooms();',
    suites: [vitest('tests/unit/relay-edge/front-door.test.ts -t FD-10')],
  },
  {
    name: 'any room may be read',
    file: 'sync-relay/session/mux-connection.ts',
    find: "if (read && found.doc.kind !== 'contact')",
    replace: "if (found.doc.kind !== 'contact')",
    suites: [vitest('tests/unit/relay-edge/front-door.test.ts -t FD-6')],
  },
  {
    name: 'private document visible',
    file: 'rules/access/access.ts',
    find: "return { read: member.role === 'owner' || standsAbove(org, member.id, holder), append: false };",
    replace: 'return { read: true, append: false };',
    suites: [vitest('tests/unit/relay-edge/blobs.test.ts -t BL-9')],
  },
  {
    name: 'catalogue names every room',
    file: 'sync-relay/company/catalogue.ts',
    find: 'if (read || append || isLate) {',
    replace: 'if (room) {',
    suites: [vitest('tests/unit/relay-edge/front-door.test.ts -t FD-6')],
  },
  {
    name: 'contact served to anyone',
    file: 'sync-relay/contacts/contact-desk.ts',
    find: "if (!company.access(member, { kind: 'contact', customer }).read) {",
    replace: 'if (false) {',
    suites: [edge('contacts')],
  },
  {
    name: 'reveal not on record',
    file: 'sync-relay/contacts/contact-desk.ts',
    find: 'await storage.commit({ meta: new Map([[',
    replace: 'void ({ meta: new Map([[',
    suites: [edge('contacts')],
  },
  {
    name: 'file served to anyone',
    file: 'sync-relay/http/blob-routes.ts',
    find: "if (blob === null || !mayRead(deps, session.member, hash, blob.uploaders)) throw new HttpRefusal('notFound');",
    replace: "if (blob === null) throw new HttpRefusal('notFound');",
    suites: [vitest('tests/unit/relay-edge/blobs.test.ts -t BL-8')],
  },
  {
    name: 'a playbook opens whatever hash it names',
    file: 'sync-relay/rule-host/company-files.ts',
    find: 'if (!uploaders.some((member) => publishers.has(member))) return;',
    replace: 'if (publishers.size === 0) return;',
    suites: [edge('company-files')],
  },
  {
    name: 'who sends the same bytes is no uploader',
    file: 'sync-relay/blobs/blob-store.ts',
    find: 'await noteUploader(sha256, known, uploader);',
    replace: 'void uploader;',
    suites: [edge('company-files')],
  },
  {
    name: 'PDF not looked into',
    file: 'sync-relay/blobs/media-type.ts',
    find: "return pdfFlaw(bytes) === null ? 'application/pdf' : null;",
    replace: "return 'application/pdf';",
    suites: [vitest('tests/unit/relay-edge/blobs.test.ts -t BL-1')],
  },
  {
    name: 'no limit of messages',
    file: 'sync-relay/session/read-pace.ts',
    find: '    if (waitMs === 0) return;\n',
    replace: '    if (waitMs >= 0) return;\n',
    suites: [vitest('tests/unit/relay-edge/pressure.test.ts -t FD-18')],
  },
  {
    name: 'no limit of tries at links',
    file: 'sync-relay/http/address-limit.ts',
    find: 'if (state.tries < 1)',
    replace: 'if (false)',
    suites: [vitest('tests/unit/relay-edge/http.test.ts -t HT-7')],
  },
  {
    name: 'strikes not counted',
    file: 'sync-relay/session/mux-connection.ts',
    find: "if (this.#strikes.add()) this.close('rateLimited');",
    replace: '',
    suites: [vitest('tests/unit/relay-edge/pressure.test.ts -t FD-26')],
  },
  {
    name: 'slow reader kept',
    file: 'sync-relay/session/mux-connection.ts',
    find: "    if (this.#wire.buffered() > this.#deps.limits.hardBufferBytes) this.close('slowReader');\n",
    replace: '',
    suites: [vitest('tests/unit/relay-edge/pressure.test.ts -t FD-15')],
  },
  {
    name: 'former rights cover what came after',
    file: 'sync-relay/session/append-gate.ts',
    find: 'seen < right.untilTick && ',
    replace: '',
    suites: [edge('former-rights')],
  },
  {
    name: 'an ended device still writes',
    file: 'sync-relay/session/append-gate.ts',
    find: "    if (!company.org().members[member]?.devices.includes(device)) return { kind: 'mayNot', reason: 'notEntitled' };\n",
    replace: '',
    suites: [vitest('tests/unit/relay-edge/devices.test.ts -t AU-6')],
  },
  {
    name: 'anybody ends anybody’s device',
    file: 'sync-relay/http/api.ts',
    find: "if (holder === undefined || !mayEnd(session.member, holder.id)) throw new HttpRefusal('notFound');",
    replace: "if (holder === undefined) throw new HttpRefusal('notFound');",
    suites: [vitest('tests/unit/relay-edge/devices.test.ts -t AU-7')],
  },
  {
    name: 'presence at private customers shown to all',
    file: 'sync-relay/session/mux-connection.ts',
    find: '      if (!customer?.isPrivate) return true;\n',
    replace: '      if (customer !== undefined) return true;\n',
    suites: [vitest('tests/unit/relay-edge/contacts.test.ts -t PR-2')],
  },
];

/** Planted defects of the relay: what security §2 and semantics §5 (fork, recovery, epoch, access) ask for. */
export const RELAY_MUTANTS: readonly Mutant[] = [...DURABILITY, ...INSPECTION, ...TIME, ...DOOR, ...FOLLOWING_MUTANTS];
