import type { CustomerId } from '#rules';
import type { Answers, QuarantineItem } from '../contract.ts';
import type { QuarantinedRow } from '../outbox/records.ts';
import type { Workspace } from './workspace.ts';

const quarantineItem = (workspace: Workspace, { event, reason, detail, atMs }: QuarantinedRow): QuarantineItem => {
  const customer = event.subject === 'org' ? null : (event.subject as CustomerId);
  const state = customer === null ? null : workspace.fold().customer(customer);
  const name = state?.fields.name?.leaves[0]?.value ?? null;
  return {
    id: event.id,
    type: event.type,
    customer,
    customerName: name === null ? null : String(name),
    atMs,
    reason,
    detail,
    payload: event.payload,
  };
};

/** Events the relay refused for good, oldest first. */
export const quarantineAnswer = (workspace: Workspace): Answers['quarantine'] =>
  workspace.outbox.quarantine().map((row) => quarantineItem(workspace, row));
