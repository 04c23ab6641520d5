import {
  type Command,
  type CustomerId,
  type CustomerState,
  type Draft,
  decide,
  documentClassOf,
  type EventType,
  type LeadId,
  leadCustomer,
  type MemberId,
  mayAppendType,
  quarterOf,
  type TerritoryId,
} from '#rules';
import type { ManualClock } from '../clock.ts';
import { type Catalogue, makeCatalogue, ORG_ROOM, roomOf } from '../company/catalogue.ts';
import { type Company, makeCompany } from '../company/company.ts';
import type { LogService } from '../log/index.ts';
import { type DemoDevice, makeDemoDevice } from './device.ts';

/** The demo's year: commands of people at given times, judged by the rules, written to the relay's logs. */
export interface DemoWorld {
  readonly company: Company;
  /** Admits the one device of a member; with `founderName` the member comes to be by it. */
  admit(member: string, founderName?: string): Promise<void>;
  /** Runs a command at a time not before any earlier one. Answers false when the rules refused it. */
  run(member: string, command: Command, atMs: number): Promise<boolean>;
  ensureRooms(): Promise<void>;
  customer(id: string): CustomerState | null;
  readonly refusals: ReadonlyMap<string, number>;
}

/** Why a year cannot be told: the log itself refused what the rules had accepted. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
}

const territoryOf = (command: Command, customer: CustomerState | null): TerritoryId | null => {
  if (customer !== null) return customer.territory;
  if (command.type === 'leadAssigned') return command.payload.territory as TerritoryId;
  return command.type === 'customerCreated' ? (command.payload.territory as TerritoryId) : null;
};

export const makeDemoWorld = (log: LogService, clock: ManualClock): DemoWorld => {
  const company = makeCompany(log);
  const catalogue: Catalogue = makeCatalogue(log, company);
  const devices = new Map<string, DemoDevice>();
  const refusals = new Map<string, number>();
  const customer = (id: string): CustomerState | null => company.fold.customer(id as CustomerId);

  const roomFor = (draft: Draft, territory: TerritoryId | null): string => {
    if (draft.document === 'contact') return roomOf({ kind: 'contact', customer: draft.subject as CustomerId });
    if (draft.document === 'mql') return roomOf({ kind: 'mql', quarter: quarterOf(log.now()) });
    if (draft.document === 'org' || territory === null) return ORG_ROOM;
    if (draft.document === 'pool') return roomOf({ kind: 'pool', territory });
    return roomOf({ kind: 'log', territory, quarter: quarterOf(log.now()) });
  };
  const append = async (author: DemoDevice, draft: Draft, room: string, atMs: number): Promise<void> => {
    if (draft.document === 'contact') await log.createRoom(room);
    const { member, device } = author;
    const { update } = author.write(draft, room, atMs, Math.min(atMs, log.lastTick()));
    const role = company.org().members[member]?.role ?? 'rep';
    const kind = draft.document;
    const mayAppend = (type: Parameters<typeof mayAppendType>[2]) => mayAppendType(role, kind, type);
    const outcome = await log.append({ room, device, member, mayAppend, update });
    if (outcome.kind === 'rejected') throw new DemoFailure(`${draft.type}: ${outcome.reason} ${outcome.detail}`);
  };

  return {
    company,
    customer,
    refusals,
    ensureRooms: () => catalogue.ensure(),
    async admit(member, founderName) {
      const author = makeDemoDevice(member as MemberId, devices.size, company.fold);
      devices.set(member, author);
      const founder = founderName === undefined ? null : { name: founderName, role: 'owner' as const };
      await log.appendFacts(ORG_ROOM, [
        { kind: 'deviceAdmitted', device: author.device, member: author.member, founder },
      ]);
    },
    async run(member, command, atMs) {
      clock.set(atMs);
      const author = devices.get(member);
      if (author === undefined) throw new DemoFailure(`no device of ${member}`);
      const isOnLead = documentClassOf(command.type as EventType) === 'mql';
      const lead = isOnLead ? (command.subject as LeadId) : null;
      const subject = lead === null ? command.subject : leadCustomer(lead);
      const known = subject === 'org' ? null : customer(subject);
      const told = lead === null ? null : company.fold.lead(lead);
      const context = { org: company.org(), actor: author.member, customer: known, lead: told, now: atMs };
      const decision = decide(command, context);
      if (decision.kind === 'refused') {
        const why = `${command.type}: ${decision.refusals.map(({ code, rule }) => `${code} (${rule})`).join(', ')}`;
        refusals.set(why, (refusals.get(why) ?? 0) + 1);
        return false;
      }
      const territory = territoryOf(command, known);
      for (const draft of decision.drafts) await append(author, draft, roomFor(draft, territory), atMs);
      return true;
    },
  };
};
