import type { Command } from '../commands.ts';
import type { CustomerProfile, PayloadOf } from '../events/payloads.ts';
import type { MemberId, OpportunityId } from '../ids.ts';
import { tagChange } from '../tags.ts';
import { normalise } from '../text/normalise.ts';
import { shortened } from '../text/shortened.ts';
import { importId } from './import-id.ts';
import { type CustomerRow, PATCHED_TEXTS, PROFILE_TEXTS, type RowDeal } from './import-row.ts';
import type { ImportInput, ImportStep, PlannedCustomer, RowGroup } from './plan-types.ts';

type Owners = ReadonlyMap<string, MemberId>;

/** A 商机 of the file with the row that brings it. */
interface PlannedDeal {
  readonly id: OpportunityId;
  readonly row: CustomerRow;
  readonly deal: RowDeal;
  readonly name: string;
}

/** Whoever stands in most rows, those with a running 商机 first; of equals the first. Empty = the file names nobody. */
const ownerName = (rows: readonly CustomerRow[]): string => {
  const running = rows.filter(({ deal }) => deal !== null && deal.end === null);
  for (const some of [running, rows]) {
    const counts = new Map<string, number>();
    for (const { owner } of some) if (owner !== '') counts.set(owner, (counts.get(owner) ?? 0) + 1);
    const [best] = [...counts].sort((a, b) => b[1] - a[1]);
    if (best !== undefined) return best[0];
  }
  return '';
};

const firstOf = <Value>(
  rows: readonly CustomerRow[],
  pick: (row: CustomerRow) => Value | null | undefined,
): Value | null => {
  for (const row of rows) {
    const value = pick(row);
    if (value !== null && value !== undefined && value !== '') return value;
  }
  return null;
};

/** Longest remark an event carries. */
const REMARK_CHARS = 1_000;
const remarkOf = (rows: readonly CustomerRow[], input: ImportInput, formerOwner: string): string => {
  const parts = rows.flatMap(({ remark, formerStatus }) => [
    remark,
    formerStatus === '' ? '' : input.words.formerStatus(formerStatus),
  ]);
  const all = [formerOwner === '' ? '' : input.words.formerOwner(formerOwner), ...parts].filter((part) => part !== '');
  return [...new Set(all)].join('；').slice(0, REMARK_CHARS);
};

const profileOf = (group: RowGroup, input: ImportInput, formerOwner: string): CustomerProfile => {
  const profile: CustomerProfile = { name: group.name };
  const segment = firstOf(group.rows, (row) => row.segment);
  if (segment !== null) profile.segment = segment;
  for (const field of PROFILE_TEXTS) {
    const text = firstOf(group.rows, ({ texts }) => texts[field]);
    if (text !== null) profile[field] = text;
  }
  // Of two rows that say something else the first counts, as for every fact.
  const own = Object.assign({}, ...group.rows.map((row) => row.own).reverse()) as NonNullable<CustomerProfile['own']>;
  if (Object.keys(own).length > 0) profile.own = own;
  const remark = remarkOf(group.rows, input, formerOwner);
  if (remark !== '') profile.remark = remark;
  return profile;
};

/** One 商机 for each number, or for each row that has one without a number; equal rows are one. */
const dealsOf = (group: RowGroup, input: ImportInput, owner: string): readonly PlannedDeal[] => {
  const seen = new Set<string>();
  return group.rows.flatMap((row) => {
    const { deal } = row;
    if (deal === null || seen.has(row.print)) return [];
    seen.add(row.print);
    const source = deal.number === '' ? [input.fileHash, input.sheet, row.row] : ['number', deal.number];
    const isOthers = row.owner !== '' && row.owner !== owner;
    const name = isOthers ? input.words.dealOfOther(deal.name, row.owner) : deal.name;
    const id = importId('deal', group.customer, ...source) as OpportunityId;
    return [{ id, row, deal, name: shortened(name, 120) }];
  });
};

const provenanceOf = (row: number, input: ImportInput): NonNullable<PayloadOf<'opportunityAdded'>['imported']> => ({
  batch: importId('batch', input.fileHash, input.sheet),
  file: shortened(input.file, 200) || '-',
  ...(input.sheet === '' ? {} : { sheet: shortened(input.sheet, 120) }),
  row,
});

const commandId = (input: ImportInput, row: number, part: string): string =>
  importId('command', input.fileHash, input.sheet, row, part);

const step = (
  input: ImportInput,
  row: number,
  part: string,
  command: Command,
  madeBy: string | null = null,
): ImportStep => ({ commandId: commandId(input, row, part), row, command, madeBy });

/** The command that makes the customer, when this import does. */
const creatorOf = (group: RowGroup, input: ImportInput): string | null =>
  group.isNew ? commandId(input, group.rows[0]?.row ?? 1, 'customer') : null;

const entered = (deal: RowDeal): { enteredAtMs?: number } =>
  deal.enteredAtMs === null ? {} : { enteredAtMs: deal.enteredAtMs };

const creation = (group: RowGroup, input: ImportInput, first: PlannedDeal | null, owners: Owners): ImportStep => {
  const row = group.rows[0]?.row ?? 1;
  const name = ownerName(group.rows);
  const owner = owners.get(normalise(name));
  const days = group.rows.flatMap(({ knownSinceMs, deal }) => [knownSinceMs, deal?.enteredAtMs ?? null]);
  const known = days.filter((day) => day !== null);
  const opportunity = first
    ? { opportunity: first.id, name: first.name, stage: first.deal.stage, ...entered(first.deal) }
    : {
        opportunity: importId('deal', group.customer, 'first'),
        name: group.name,
        stage: input.process.stages[0]?.id ?? '',
      };
  return step(input, row, 'customer', {
    type: 'customerCreated',
    subject: group.customer,
    payload: {
      territory: firstOf(group.rows, ({ territory }) => territory) ?? input.territory,
      profile: profileOf(group, input, owner === undefined ? name : ''),
      ...(owner === undefined ? {} : { owner }),
      opportunity,
      ...(known.length === 0 ? {} : { knownSinceMs: Math.min(...known) }),
      imported: provenanceOf(row, input),
    },
  });
};

const dealSteps = (
  planned: PlannedDeal,
  group: RowGroup,
  input: ImportInput,
  isFirst: boolean,
): readonly ImportStep[] => {
  const { id, deal, name } = planned;
  const { row } = planned.row;
  const subject = group.customer;
  const steps: ImportStep[] = [];
  const maker = isFirst ? creatorOf(group, input) : commandId(input, row, 'deal');
  if (!isFirst) {
    const payload = { opportunity: id, name, stage: deal.stage, ...entered(deal), imported: provenanceOf(row, input) };
    steps.push(step(input, row, 'deal', { type: 'opportunityAdded', subject, payload }));
  }
  const patches = [
    ['budgetFen', deal.budgetFen],
    ['expectedCloseMs', deal.expectedCloseMs],
  ] as const;
  for (const [field, value] of patches) {
    if (value === null) continue;
    const payload = { opportunity: id, field, value };
    steps.push(step(input, row, field, { type: 'fieldPatched', subject, payload }, maker));
  }
  if (deal.end === null) return steps;
  const { outcome, dateMs, amountFen, reason } = deal.end;
  const why = reason === '' && outcome === 'lost' ? input.words.lossReasonUnknown : reason;
  const payload: PayloadOf<'opportunityEnded'> = {
    opportunity: id,
    outcome,
    imported: provenanceOf(row, input),
    ...(dateMs === null ? {} : { dateMs }),
    ...(amountFen === null || (outcome !== 'won' && amountFen === 0) ? {} : { amountFen }),
    ...(why === '' ? {} : { reason: why }),
  };
  return [...steps, step(input, row, 'end', { type: 'opportunityEnded', subject, payload }, maker)];
};

/** Everything to reach people by goes into the contact document and nowhere else (R67); equal persons once. */
const contactSteps = (group: RowGroup, input: ImportInput): readonly ImportStep[] => {
  const seen = new Set<string>();
  return group.rows.flatMap(({ row, person }) => {
    if (person === null) return [];
    const phones = person.phones.length === 0 ? [''] : person.phones;
    return phones.flatMap((phone, index) => {
      const name = shortened(person.name || group.name, 40);
      const id = importId('person', group.customer, name, phone, person.wechat, person.email);
      if (seen.has(id)) return [];
      seen.add(id);
      const payload: PayloadOf<'contactSaved'> = {
        person: id,
        name,
        ...(person.title === '' ? {} : { title: person.title }),
        ...(phone === '' ? {} : { phone }),
        ...(person.wechat === '' || index > 0 ? {} : { wechat: person.wechat }),
        ...(person.email === '' || index > 0 ? {} : { email: person.email }),
      };
      const command: Command = { type: 'contactSaved', subject: group.customer, payload };
      return [step(input, row, `person${index}`, command, creatorOf(group, input))];
    });
  });
};

type Patch = Pick<PayloadOf<'fieldPatched'>, 'field' | 'value'>;

/** What the file knows and the customer does not; a value that is there already is never changed. */
const patchSteps = (group: RowGroup, input: ImportInput): readonly ImportStep[] => {
  const { known, rows, isNew } = group;
  const patches: Patch[] = PATCHED_TEXTS.map((field) => ({
    field,
    value: firstOf(rows, ({ texts }) => texts[field]) ?? null,
  }));
  if (!isNew) {
    const { formerGrade: _, name: __, own = {}, ...profile } = profileOf(group, input, '');
    for (const [field, value = null] of Object.entries({ ...profile, ...own }))
      patches.push({ field: field as Patch['field'], value: Array.isArray(value) ? tagChange([], value) : value });
  }
  const isOpen = ({ field, value }: Patch): boolean =>
    value !== null && (isNew || known?.filled?.includes(field) === false);
  const row = rows[0]?.row ?? 1;
  return patches.filter(isOpen).map((payload): ImportStep => {
    const command: Command = { type: 'fieldPatched', subject: group.customer, payload };
    return step(input, row, payload.field, command, creatorOf(group, input));
  });
};

/** The commands that bring the rows of one company in, in order. */
export const planCustomer = (group: RowGroup, input: ImportInput, owners: Owners): PlannedCustomer => {
  const deals = dealsOf(group, input, ownerName(group.rows));
  const { isNew } = group;
  const first = isNew ? (deals[0] ?? null) : null;
  return {
    customer: group.customer,
    name: group.name,
    isNew,
    steps: [
      ...(isNew ? [creation(group, input, first, owners)] : []),
      ...patchSteps(group, input),
      ...contactSteps(group, input),
      ...deals.flatMap((deal) => dealSteps(deal, group, input, deal === first)),
    ],
  };
};
