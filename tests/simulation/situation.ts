import type { Command, CustomerState, Evidence, Fold, MemberId, OpportunityState } from '#rules';
import type { Prng } from '../support/prng.ts';
import type { SimDevice } from './device.ts';

/** What a command is made from: a person at a device, looking at what it shows. */
export interface Situation {
  readonly device: SimDevice;
  readonly fold: Fold;
  readonly member: MemberId;
  readonly random: Prng;
  readonly nowMs: number;
  readonly customer: CustomerState | null;
  readonly newId: () => string;
  /** A phone number nobody else has; noted as planted. */
  readonly plantPhone: (customer: string) => string;
  /** Queues a file and answers what a mark says of it; null when the disk refused. */
  readonly attach: (bytes: Uint8Array, documentType: Evidence['documentType']) => Promise<object | null>;
}

export type Maker = (situation: Situation) => Command | null | Promise<Command | null>;
export const on = (customer: CustomerState, type: string, payload: object): Command =>
  ({ type, subject: customer.id, payload }) as Command;
export const org = (type: string, payload: object): Command => ({ type, subject: 'org', payload }) as Command;

export const about =
  (make: (customer: CustomerState, situation: Situation) => Command | null | Promise<Command | null>): Maker =>
  (situation) =>
    situation.customer === null ? null : make(situation.customer, situation);
export const aboutDeal = (
  make: (deal: OpportunityState, customer: CustomerState, situation: Situation) => Command | null,
): Maker =>
  about((customer, situation) => {
    const deal = customer.opportunities[situation.random.int(customer.opportunities.length)];
    return deal === undefined ? null : make(deal, customer, situation);
  });
export const aboutTask = (type: string, wanted: readonly string[], extra: object): Maker =>
  about(({ tasks, ...customer }) => {
    const task = tasks.find(({ status }) => wanted.includes(status));
    return task === undefined ? null : on({ tasks, ...customer }, type, { task: task.id, ...extra });
  });
