import { type Command, DAY_MS, LEADING_ROLES, type LeadId, leadCustomer, openOffer } from '#rules';
import { about, type Maker, on, type Situation } from './situation.ts';

const onLead = (lead: string, type: string, payload: object): Command => ({ type, subject: lead, payload }) as Command;
const leadsOthers = ({ fold, member }: Situation): boolean => {
  const role = fold.org().members[member]?.role;
  return role !== undefined && LEADING_ROLES.has(role);
};
/** A lead this device knows and that, as far as it knows, nobody has. */
const freeLead = ({ fold, random }: Situation): LeadId | null => {
  const free = [...fold.leadIds()].filter((id) => (fold.customer(leadCustomer(id))?.owner ?? null) === null);
  return free.length === 0 ? null : random.pick(free);
};
/** Few ids, so that two devices record the same lead. */
const LEADS = 4;

/** What people add beside the rules: leads given away, tasks given, complaints; name, how often, how it is made. */
export const FACT_COMMANDS: readonly (readonly [name: string, weight: number, make: Maker])[] = [
  [
    'lead recorded',
    5,
    (situation) => {
      if (!leadsOthers(situation)) return null;
      const { random, nowMs } = situation;
      const at = random.int(LEADS);
      const attributes = { industry: random.pick(['医院', '学校']) };
      return onLead(`lead-${at}`, 'leadRecorded', {
        name: `线索 ${at}`,
        source: '展会',
        receivedAtMs: nowMs,
        attributes,
      });
    },
  ],
  [
    'lead assigned',
    8,
    (situation) => {
      const lead = freeLead(situation);
      if (lead === null || !leadsOthers(situation)) return null;
      const { random } = situation;
      // mostly where the person works
      const [to, home] = random.pick([
        ['rae', 'east'],
        ['mia', 'east'],
        ['rob', 'west'],
      ] as const);
      return onLead(lead, 'leadAssigned', { to, territory: random.chance(0.9) ? home : 'west' });
    },
  ],
  [
    'lead answered',
    20,
    ({ fold, member, random }) => {
      for (const id of fold.leadIds()) {
        const customer = fold.customer(leadCustomer(id));
        const offer = customer === null ? null : openOffer(customer);
        if (customer === null || offer === null || offer.to !== member) continue;
        return random.chance(0.5)
          ? on(customer, 'leadAccepted', { offer: offer.id })
          : on(customer, 'leadDeclined', { offer: offer.id, reason: '不在我这一片' });
      }
      return null;
    },
  ],
  [
    'task given',
    4,
    about((customer, { random, nowMs, member }) =>
      on(customer, 'taskAssigned', {
        title: '约总监见一面',
        to: random.pick([member, 'rae', 'rob']),
        dueMs: nowMs + 3 * DAY_MS,
        origin: { kind: 'cause', cause: `c${random.int(2)}` },
      }),
    ),
  ],
  [
    'complaint',
    2,
    about((customer, { nowMs }) => on(customer, 'complaintRecorded', { summary: '说好的样品没到', atMs: nowMs })),
  ],
  [
    'complaint resolved',
    4,
    about((customer) => {
      const open = customer.complaints.find(({ resolved }) => resolved === null);
      return open === undefined ? null : on(customer, 'complaintResolved', { complaint: open.id, reason: '补送到了' });
    }),
  ],
];
