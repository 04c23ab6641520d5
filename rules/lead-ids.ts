import type { CustomerId, LeadId, OpportunityId } from './ids.ts';
import { sha256Hex } from './support/sha256.ts';

const idFor = (...parts: readonly string[]): string => sha256Hex(JSON.stringify(parts)).slice(0, 40);

/** The customer a lead becomes: the same on every device, so that two who give it away apart make one (R50). */
export const leadCustomer = (lead: LeadId): CustomerId => idFor('lead', lead, 'customer') as CustomerId;
export const leadOpportunity = (lead: LeadId): OpportunityId => idFor('lead', lead, 'opportunity') as OpportunityId;

/** The lead a row of a file is about: the same row read again, on whatever day, is the same lead. */
export const importedLeadId = (name: string, source: string, campaign: string, dateMs: number | null): LeadId =>
  idFor('mql', name, source, campaign, String(dateMs)) as LeadId;
