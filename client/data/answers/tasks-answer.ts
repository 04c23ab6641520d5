import { type CustomerState, customerName, type MemberId } from '#rules';
import type { TasksAnswer } from '../contract.ts';

const DONE_SHOWN = 20;

/** What waits for a member, what he should know, and what he has done lately. */
export const tasksAnswer = (customers: Iterable<CustomerState>, member: MemberId): TasksAnswer => {
  const todo: TasksAnswer['todo'][number][] = [];
  const notices: TasksAnswer['notices'][number][] = [];
  const done: TasksAnswer['done'][number][] = [];
  for (const customer of customers) {
    const name = customerName(customer);
    for (const task of customer.tasks) {
      if (task.assignee !== member) continue;
      if (task.status === 'done') done.push({ task, customerName: name });
      else if (task.status !== 'superseded' && task.status !== 'revoked') {
        todo.push({ task, customerName: name, evidence: customer.evidence });
      }
    }
    for (const { id, kind, at, recipients, seenBy, params } of customer.notices) {
      if (!recipients.includes(member)) continue;
      notices.push({
        id,
        kind,
        customer: customer.id,
        customerName: name,
        atMs: at,
        params,
        seen: seenBy.includes(member),
      });
    }
  }
  todo.sort((a, b) => a.task.dueAt - b.task.dueAt);
  notices.sort((a, b) => b.atMs - a.atMs);
  done.sort((a, b) => (b.task.completed?.t ?? 0) - (a.task.completed?.t ?? 0));
  return { todo, notices, done: done.slice(0, DONE_SHOWN) };
};
