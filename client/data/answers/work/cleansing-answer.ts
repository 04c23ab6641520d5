import { type ActingEffect, type CustomerState, compareText, customerName, type EventId } from '#rules';
import type { CleansingAnswer, CleansingRow } from '../../work-contract.ts';
import type { Leading } from './leading.ts';

const redsOf = ({ marks }: CustomerState, run: readonly EventId[]): CleansingRow['reds'] =>
  marks
    .filter(({ id }) => run.includes(id))
    .map(({ t, author, automatic }) => ({ atMs: t, author, isAutomatic: automatic !== null }));

const appealOf = ({ pool }: CustomerState, now: number): Pick<CleansingRow, 'appeal' | 'rejectBy'> => {
  const last = pool?.appeals.at(-1);
  if (last === undefined) return { appeal: 'none', rejectBy: null };
  if (last.decided !== null) return { appeal: last.decided.isAccepted ? 'restored' : 'rejected', rejectBy: null };
  if (!last.isComplete) return { appeal: 'uploading', rejectBy: null };
  return {
    appeal: pool?.status === 'restored' ? 'restored' : 'waiting',
    rejectBy: last.rejectBy > now ? last.rejectBy : null,
  };
};

/** In the pool now, or restored while a manager may still take that back. */
const pooledRow = (customer: CustomerState, isLed: boolean, now: number): CleansingRow | null => {
  const { pool, id, owner } = customer;
  if (pool === null) return null;
  const appeal = appealOf(customer, now);
  const isOpen = pool.status === 'in' || (pool.status === 'restored' && appeal.rejectBy !== null);
  if (!isOpen) return null;
  return {
    customer: id,
    customerName: customerName(customer),
    owner,
    entry: pool.entry,
    sinceMs: pool.since,
    reds: redsOf(customer, pool.run),
    status: pool.status,
    ...appeal,
    isLed,
  };
};

/** Two reds are there and the relay has not taken it in: the day's number is reached, or it was not told yet (S26). */
const dueRow = (customer: CustomerState, acting: readonly ActingEffect[], isLed: boolean): CleansingRow | null => {
  const due = acting.find(({ waiting }) => waiting.trigger === 'redTwice');
  if (due === undefined) return null;
  return {
    customer: customer.id,
    customerName: customerName(customer),
    owner: customer.owner,
    entry: null,
    sinceMs: due.waiting.dueAt,
    reds: redsOf(customer, due.waiting.inputs),
    status: 'due',
    appeal: 'none',
    rejectBy: null,
    isLed,
  };
};

/** A customer that was in the pool or stands on red, with what rules would do to it by now. */
export type PoolCandidate = readonly [customer: CustomerState, acting: readonly ActingEffect[]];

/** 待清洗池: who is in it, longest first, and who will be. */
export const cleansingAnswer = (candidates: Iterable<PoolCandidate>, isLed: Leading, now: number): CleansingAnswer => {
  const rows: CleansingRow[] = [];
  for (const [customer, acting] of candidates) {
    const led = isLed(customer.owner, customer.territory);
    const row = pooledRow(customer, led, now) ?? dueRow(customer, acting, led);
    if (row !== null) rows.push(row);
  }
  const rank = ({ status }: CleansingRow): number => (status === 'in' ? 0 : status === 'restored' ? 1 : 2);
  return {
    rows: rows.sort((a, b) => rank(a) - rank(b) || a.sinceMs - b.sinceMs || compareText(a.customer, b.customer)),
  };
};
