import type { TaskState } from './state.ts';

/** Whether the task can still be acted on. */
export const isLiveTask = ({ status }: TaskState): boolean =>
  status === 'provisional' || status === 'open' || status === 'returned';
