import type { Channel, NotSent } from '#protocol';
import { type CustomerState, leads, type MemberId, type TouchpointState } from '#rules';
import type { Company } from '../company/company.ts';
import type { OutsideMessage } from '../notifiers/contract.ts';
import { masked } from './masked.ts';
import type { StoredMessage } from './outbox.ts';
import { kindWords, noteWords, paramLines, WORDS } from './words.ts';

/** The text of one message, at the moment it leaves: what holds then, for whom it is for. */
export type Composed =
  | (Pick<OutsideMessage, 'title' | 'lines' | 'link'> & { readonly kind: 'text'; readonly short: string })
  | { readonly kind: 'mayNot'; readonly reason: Extract<NotSent, 'notEntitled'> };

export interface ComposeDeps {
  readonly company: Pick<Company, 'org' | 'fold'>;
  readonly now: () => number;
  /** When a device of the member was last in touch, ms. */
  readonly lastHeard: (member: MemberId) => number | null;
  /** Address of the app, without a slash at the end. */
  readonly publicUrl: () => string;
  /** A page on which this recipient may act without signing in; null where there is nothing to do. */
  readonly actLink: (message: StoredMessage, touchpoint: TouchpointState) => string;
}

/** Group robots write where everybody of the group reads. */
export const GROUP_CHANNELS: ReadonlySet<Channel> = new Set<Channel>(['dingtalkRobot', 'wecomRobot', 'feishuRobot']);
const NOTES = 3;

/** Whoever holds the customer, works in its territory, or leads the owner: nobody else is told of it. */
const isEntitled = ({ org }: ComposeDeps['company'], member: MemberId, customer: CustomerState): boolean => {
  const state = org().members[member];
  if (!state?.active) return false;
  if (customer.owner === member || leads(org(), member, customer.owner, customer.territory)) return true;
  return !customer.isPrivate && state.territories.includes(customer.territory);
};

/** The appointment an alert is about: the one its cause made, else the latest open one that has passed. */
const touchpointOf = ({ touchpoints }: CustomerState, { cause, at }: StoredMessage): TouchpointState | null => {
  const named = touchpoints.find(({ note }) => note === cause);
  if (named !== undefined) return named;
  const passed = touchpoints.filter(({ status, plan }) => status === 'open' && plan.atMs <= at);
  return passed.sort((a, b) => b.plan.atMs - a.plan.atMs)[0] ?? null;
};

const nameOf = (customer: CustomerState): string => masked(String(customer.fields.name?.leaves[0]?.value ?? ''));

/** The last three notes, newest first, fewer if there are fewer (R36). */
const noteLines = ({ notes }: CustomerState): readonly string[] => {
  const last = [...notes].sort((a, b) => b.payload.visitedAtMs - a.payload.visitedAtMs).slice(0, NOTES);
  return [WORDS.notes(last.length), ...last.map(noteWords)];
};

const customerLink = (deps: ComposeDeps, customer: CustomerState): OutsideMessage['link'] => ({
  text: WORDS.open,
  url: `${deps.publicUrl()}/customers/${customer.id}`,
});

/** The appointment as it was when the alert fired, and whether it still waits for progress: what leaves late must not lie. */
const appointmentOf = ({ plan, status, history }: TouchpointState, { at }: StoredMessage) => {
  const then = history.filter(({ plan: earlier }) => earlier.atMs <= at).at(-1)?.plan ?? plan;
  return { plan: then, isStillDue: status === 'open' && plan.atMs === then.atMs };
};

type Parts = Pick<Extract<Composed, { kind: 'text' }>, 'lines' | 'link' | 'short'>;

/** What a touchpoint alert says besides its title. */
const alertParts = (deps: ComposeDeps, message: StoredMessage, customer: CustomerState): Parts => {
  const touchpoint = touchpointOf(customer, message);
  const appointment = touchpoint === null ? null : appointmentOf(touchpoint, message);
  const first =
    appointment === null
      ? [kindWords(message.kind).line(message.rule, message.params)]
      : [WORDS.appointment(appointment.plan.atMs), WORDS.agenda(appointment.plan.agenda)];
  const heard = customer.owner === null ? null : deps.lastHeard(customer.owner);
  const isLate = appointment !== null && !appointment.isStillDue;
  const isGroup = message.channel !== null && GROUP_CHANNELS.has(message.channel);
  return {
    lines: [
      ...first,
      ...paramLines(message.params),
      isLate ? WORDS.lateProgress : WORDS.noProgress(deps.now(), heard),
      ...noteLines(customer),
    ],
    // A link acts for one person: it is never put where others read.
    link:
      touchpoint === null || isGroup || isLate
        ? customerLink(deps, customer)
        : { text: WORDS.act, url: deps.actLink(message, touchpoint) },
    short: first[0] ?? '',
  };
};

const otherParts = (deps: ComposeDeps, message: StoredMessage, customer: CustomerState): Parts => {
  const lines = [kindWords(message.kind).line(message.rule, message.params), ...paramLines(message.params)];
  return {
    lines: [...lines, WORDS.firedAt(message.at)],
    link: customerLink(deps, customer),
    short: lines.join('；'),
  };
};

const composeTold = (deps: ComposeDeps, message: StoredMessage, customer: CustomerState): Composed => {
  const { owner } = customer;
  const ownerName = owner === null ? undefined : deps.company.org().members[owner]?.name;
  const isForOthers = owner !== message.recipient && ownerName !== undefined;
  const partsOf = message.kind === 'touchpointAlert' ? alertParts : otherParts;
  const { lines, ...parts } = partsOf(deps, message, customer);
  return {
    kind: 'text',
    title: kindWords(message.kind).title(nameOf(customer)),
    ...parts,
    lines: isForOthers ? [WORDS.owner(ownerName), ...lines] : lines,
  };
};

const composeHidden = (deps: ComposeDeps, message: StoredMessage): Composed => ({
  kind: 'text',
  title: kindWords(message.kind).title(WORDS.hiddenCustomer),
  lines: [WORDS.hiddenLine],
  link: { text: WORDS.open, url: deps.publicUrl() },
  short: WORDS.hiddenLine,
});

/** Said because of somebody's own numbers: in a group nobody else learns what it is. */
const PERSONAL_KINDS: ReadonlySet<string> = new Set(['playbookSent']);
const composePersonal = (deps: ComposeDeps, { at }: StoredMessage): Composed => ({
  kind: 'text',
  title: WORDS.personal,
  lines: [WORDS.firedAt(at)],
  link: { text: WORDS.open, url: deps.publicUrl() },
  short: WORDS.personal,
});

const composeCompany = (deps: ComposeDeps, message: StoredMessage): Composed => {
  if (!deps.company.org().members[message.recipient]?.active) return { kind: 'mayNot', reason: 'notEntitled' };
  const isGroup = message.channel !== null && GROUP_CHANNELS.has(message.channel);
  if (isGroup && PERSONAL_KINDS.has(message.kind)) return composePersonal(deps, message);
  const words = kindWords(message.kind);
  const lines = [words.line(message.rule, message.params), ...paramLines(message.params)];
  return {
    kind: 'text',
    title: words.title(WORDS.noCustomer),
    lines: [...lines, WORDS.firedAt(message.at)],
    link: { text: WORDS.open, url: deps.publicUrl() },
    short: lines.join('；'),
  };
};

const asWithdrawal = (told: Composed, { kind, at }: StoredMessage): Composed => {
  if (told.kind === 'mayNot') return told;
  const line = WORDS.withdrawnLine(kind);
  const lines = [told.short, line, WORDS.firedAt(at)];
  return { ...told, title: WORDS.withdrawn(told.title), lines, link: null, short: line };
};

/** Puts a message into words. Never throws, whatever the kind. */
export const compose = (deps: ComposeDeps, message: StoredMessage): Composed => {
  const told = composeAny(deps, message);
  return message.purpose === 'withdraw' ? asWithdrawal(told, message) : told;
};

const composeAny = (deps: ComposeDeps, message: StoredMessage): Composed => {
  if (message.customer === null) return composeCompany(deps, message);
  const customer = deps.company.fold.customer(message.customer);
  if (customer === null || !isEntitled(deps.company, message.recipient, customer)) {
    return { kind: 'mayNot', reason: 'notEntitled' };
  }
  const isGroup = message.channel !== null && GROUP_CHANNELS.has(message.channel);
  return customer.isPrivate && isGroup ? composeHidden(deps, message) : composeTold(deps, message, customer);
};
