import type { Mutant, Suite } from './mutant.ts';

const edge = (name: string): Suite => ({ kind: 'vitest', files: `tests/unit/relay-edge/message-${name}.test.ts` });
const DESK = edge('desk');
const WITHDRAWAL = edge('withdrawal');
const PEOPLE = edge('people');
const LINKS = edge('links');
const WHOLE_WAY: Suite = { kind: 'vitest', files: 'tests/integration/messages.test.ts' };
const NOTIFIERS: Suite = { kind: 'vitest', files: 'tests/unit/contracts/notifiers.test.ts' };

const ONCE: readonly Mutant[] = [
  {
    name: 'what was on its way at a crash is sent again',
    file: 'sync-relay/messages/outbox.ts',
    find: "stored.state === 'sending' ? { ...stored, state: 'unknown' } : stored",
    replace: "stored.state === 'sending' ? { ...stored, state: 'waiting' } : stored",
    suites: [DESK],
  },
  {
    name: 'sent before it is stored as on its way',
    file: 'sync-relay/messages/lane.ts',
    find: "    await outbox.change(keys, ({ attempts }) => ({ state: 'sending', attempts: attempts + 1 }));\n",
    replace: '',
    suites: [DESK],
  },
  {
    name: 'no answer is tried again',
    file: 'sync-relay/notifiers/answers.ts',
    find: "    : { kind: 'unknown', detail: answer.detail };",
    replace: "    : retryLater('unreachable', MINUTE_MS, answer.detail);",
    suites: [NOTIFIERS, DESK],
  },
  {
    name: 'a gateway that gave up is tried again',
    file: 'sync-relay/notifiers/answers.ts',
    find: "  if (status === 504) return { kind: 'outcome', outcome: { kind: 'unknown', detail: 'HTTP 504' } };\n",
    replace: '',
    suites: [NOTIFIERS],
  },
  {
    name: 'told again in a new epoch',
    file: 'sync-relay/messages/desk.ts',
    find: '      .filter((recipient) => !isTold(told, recipient))\n',
    replace: '',
    suites: [DESK],
  },
  {
    name: 'the key outside names the epoch',
    file: 'sync-relay/messages/outbox.ts',
    find: "keys.map((key) => key.slice(0, key.lastIndexOf('.'))).sort()",
    replace: '[...keys].sort()',
    suites: [DESK],
  },
  {
    name: 'withdrawn before it is told, it leaves all the same',
    file: 'sync-relay/messages/desk.ts',
    find: ' || outbox.isWithdrawn(what.effect)) return;',
    replace: ') return;',
    suites: [WITHDRAWAL],
  },
  {
    name: 'withdrawn on its way, it is tried again',
    file: 'sync-relay/messages/lane.ts',
    find: "if (message.purpose === 'tell' && outbox.isWithdrawn(message.effect))",
    replace: 'if (false)',
    suites: [WITHDRAWAL],
  },
  {
    name: 'withdrawn on its way, nobody is told so',
    file: 'sync-relay/messages/desk.ts',
    find: 'for (const effect of effects) if (outbox.isWithdrawn(effect)) await inTurn',
    replace: 'for (const effect of effects) if (false) await inTurn',
    suites: [WITHDRAWAL],
  },
  {
    name: 'what was put aside is told all the same',
    file: 'sync-relay/messages/desk.ts',
    find: "outbox.change(keys, { state: 'withdrawn' })",
    replace: 'outbox.change(keys, {})',
    suites: [WITHDRAWAL],
  },
];

const PACE: readonly Mutant[] = [
  {
    name: 'a block is forgotten at a restart',
    file: 'sync-relay/messages/lane.ts',
    find: 'if (isBlock(reason)) pace.block(dueAt);',
    replace: 'void [reason, dueAt];',
    suites: [DESK],
  },
  {
    name: 'one more a minute than vendors take',
    file: 'sync-relay/messages/pace.ts',
    find: 'const PER_MINUTE = 20;',
    replace: 'const PER_MINUTE = 21;',
    suites: [DESK],
  },
  {
    name: 'quiet hours end with the day',
    file: 'sync-relay/messages/quiet-hours.ts',
    find: 'minute >= fromMinute || minute < toMinute',
    replace: 'minute >= fromMinute',
    suites: [DESK],
  },
  {
    name: 'what waited goes when the quiet ends',
    file: 'sync-relay/messages/quiet-hours.ts',
    find: 'return Math.max(end, sendAt);',
    replace: 'return end;',
    suites: [DESK],
  },
];

const WHOM: readonly Mutant[] = [
  {
    name: 'a former owner is told',
    file: 'sync-relay/messages/compose.ts',
    find: 'customer === null || !isEntitled(deps.company, message.recipient, customer)',
    replace: 'customer === null',
    suites: [PEOPLE],
  },
  {
    name: 'a private customer is named in a group',
    file: 'sync-relay/messages/compose.ts',
    find: 'return customer.isPrivate && isGroup ?',
    replace: 'return false ?',
    suites: [PEOPLE],
  },
  {
    name: 'a link that acts goes into a group',
    file: 'sync-relay/messages/compose.ts',
    find: 'touchpoint === null || isGroup || isLate',
    replace: 'touchpoint === null || isLate',
    suites: [PEOPLE],
  },
  {
    name: 'numbers leave in a message',
    file: 'sync-relay/messages/masked.ts',
    find: 'for (const pattern of NUMBERS) hidden',
    replace: 'for (const pattern of [] as RegExp[]) hidden',
    suites: [PEOPLE],
  },
  {
    name: 'a secret is shown with the settings',
    file: 'sync-relay/messages/settings.ts',
    find: 'return { channel, isOn, values, secrets: Object.fromEntries(statuses) };',
    replace:
      "const shown = open(Object.values(secrets)[0], channelPlace(channel, names[0] ?? '')) ?? '';\n        return { channel, isOn, values: { ...values, shown }, secrets: Object.fromEntries(statuses) };",
    suites: [PEOPLE],
  },
  {
    name: 'everybody reads the log of deliveries',
    file: 'sync-relay/http/message-routes.ts',
    find: 'mayReadAll || recipient === reader',
    replace: 'true || recipient === reader',
    suites: [PEOPLE],
  },
  {
    name: 'any address is a push service',
    file: 'sync-relay/notifiers/web-push.ts',
    find: "  return SERVICES.some((service) => (service.startsWith('.') ? hostname.endsWith(service) : hostname === service));",
    replace: '  return SERVICES.length > 0 && hostname !== null;',
    suites: [NOTIFIERS],
  },
  {
    name: 'names keep their markup',
    file: 'sync-relay/notifiers/plain-text.ts',
    find: '(sign) => TWINS[sign] ?? sign',
    replace: '(sign) => sign',
    suites: [NOTIFIERS],
  },
];

const LINK: readonly Mutant[] = [
  {
    name: 'a link is believed without its signature',
    file: 'sync-relay/links/link-tokens.ts',
    find: "return body !== '' && isSameText(mac, sign(body)) ?",
    replace: "return body !== '' && mac !== '' ?",
    suites: [LINKS],
  },
  {
    name: 'a link for another purpose opens',
    file: 'sync-relay/links/link-tokens.ts',
    find: "if (version !== VERSION || purpose !== 'touchpoint') return null;",
    replace: 'if (version !== VERSION) return null;',
    suites: [LINKS],
  },
  {
    name: 'a link acts again',
    file: 'sync-relay/links/link-acts.ts',
    find: "    if (company.fold.placement(eventOf(token)) !== null) return closed('used', claims.customer);\n",
    replace: '',
    suites: [LINKS],
  },
  {
    name: 'a link never ends',
    file: 'sync-relay/links/link-acts.ts',
    find: "    if (claims.expiresAtMs < log.now()) return closed('expired', null);\n",
    replace: '',
    suites: [LINKS],
  },
  {
    name: 'a link of a member deactivated opens',
    file: 'sync-relay/links/link-acts.ts',
    find: "    if (!org.members[member]?.active) return closed('notEntitled', null);\n",
    replace: '',
    suites: [LINKS],
  },
  {
    name: 'a link of a customer handed over opens',
    file: 'sync-relay/links/link-acts.ts',
    find: "    if (customer.owner !== member && !mayPause) return closed('notEntitled', null);\n",
    replace: '',
    suites: [LINKS],
  },
  {
    name: 'a link of a moved appointment opens',
    file: 'sync-relay/links/link-acts.ts',
    find: "    if (touchpoint.plan.atMs !== claims.appointmentMs) return closed('moved', claims.customer);\n",
    replace: '',
    suites: [LINKS],
  },
  {
    name: 'the device of a member begins anew after a restart',
    file: 'sync-relay/links/member-hand.ts',
    find: '    if (!isRead) await scanRows(log, note);\n',
    replace: '',
    suites: [LINKS],
  },
  {
    name: 'a recovering relay writes for its members',
    file: 'sync-relay/links/member-hand.ts',
    find: "    if (log.health() === 'recovering') return 'busy';\n",
    replace: '',
    suites: [LINKS],
  },
  {
    name: 'anybody joins as a device the relay holds',
    file: 'sync-relay/authn/authn.ts',
    find: ' || device.startsWith(LINK_DEVICE_PREFIX);',
    replace: ';',
    suites: [LINKS],
  },
];

/** From a fired effect to its message. */
const ANNOUNCED: readonly Mutant[] = [
  {
    name: 'what is revoked is not taken back',
    file: 'sync-relay/messages/announcer.ts',
    find: "if (effect.status === 'revoked') await desk.withdraw(effect.id);",
    replace: "if (effect.status === 'revoked') continue;",
    suites: [WHOLE_WAY],
  },
  {
    name: 'after a start nothing is said again',
    file: 'sync-relay/messages/announcer.ts',
    find: '  enqueue(company.fold.customerIds());\n',
    replace: '',
    suites: [WHOLE_WAY],
  },
];

/** Messages that leave the relay, and the links in them. */
export const MESSAGE_MUTANTS: readonly Mutant[] = [...ONCE, ...PACE, ...WHOM, ...LINK, ...ANNOUNCED];
