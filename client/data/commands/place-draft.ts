import {
  type CustomerState,
  type Draft,
  formatDocument,
  type MemberId,
  type PayloadOf,
  quarterOf,
  type TerritoryId,
} from '#rules';
import type { Catalogue } from './catalogue.ts';

/** A customer created by the same command decides for what follows it. */
const territoryOf = (draft: Draft, customer: CustomerState | null, siblings: readonly Draft[]): TerritoryId | null => {
  const creation = siblings.find(({ type, subject }) => type === 'customerCreated' && subject === draft.subject);
  if (creation === undefined) return customer?.territory ?? null;
  return (creation.payload as PayloadOf<'customerCreated'>).territory as TerritoryId;
};

/**
 * The document a draft goes to, from its class. A log is the announced open one of the customer's territory; before
 * any is announced the present quarter stands in, and the sender moves the row when the announcement comes.
 */
export const documentOfDraft = (
  draft: Draft,
  context: {
    /** All drafts of the command. */
    readonly siblings: readonly Draft[];
    readonly customer: CustomerState | null;
    /** Document the customer's creation stands in. */
    readonly home: string | null;
    readonly member: MemberId;
    readonly catalogue: Catalogue;
    readonly now: number;
  },
): string => {
  const { customer, home, member, catalogue, now } = context;
  switch (draft.document) {
    case 'org':
      return formatDocument({ kind: 'org' });
    case 'private':
      return home?.startsWith('private:') ? home : formatDocument({ kind: 'private', member });
    case 'desk':
      return formatDocument({ kind: 'desk', member: draft.subject as MemberId });
    case 'contact':
      return formatDocument({ kind: 'contact', customer: draft.subject as CustomerState['id'] });
    case 'mql':
      return catalogue.openMql() ?? formatDocument({ kind: 'mql', quarter: quarterOf(now) });
    case 'pool':
    case 'log': {
      const territory = territoryOf(draft, customer, context.siblings);
      if (territory === null) throw new RangeError(`no territory for ${draft.type}`);
      if (draft.document === 'pool') return formatDocument({ kind: 'pool', territory });
      const open = catalogue.openLog(territory);
      return open ?? formatDocument({ kind: 'log', territory, quarter: quarterOf(now) });
    }
  }
};
