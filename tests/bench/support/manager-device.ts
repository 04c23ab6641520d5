import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { writeManagerHistory } from './manager-history.ts';
import { newFolder } from './world.ts';

/**
 * What a manager's worker holds for a company of so many customers after a start on copies that were in sync, each part
 * on top of the one before; MB with garbage collected.
 */
export interface ManagerFigures {
  readonly customers: number;
  /** Updates as they lie on the device. */
  readonly wireMb: number;
  readonly rooms: number;
  readonly atRest: number;
  /** At most while the start takes one room after the other in: its document, and the records so far. */
  readonly peakMb: number;
  /** Rooms at rest, records of who is awake, seals, and what finds the records of who sleeps. */
  readonly recordsMb: number;
  /** Once every customer was folded. */
  readonly statesMb: number;
  /** Read models after the home's questions. */
  readonly indicesMb: number;
  /** Most memory of the process as the system saw it, with the runtime's own. */
  readonly rssMb: number;
  readonly seconds: {
    readonly load: number;
    readonly take: number;
    /** Of one room at rest. */
    readonly wake: number;
    readonly fold: number;
    readonly answers: number;
  };
  /** The longest time the loop stood. */
  readonly longestMs: number;
  /** The slowest of the home's answers once everything is there, on the processor. */
  readonly againCpuMs: number;
  /** Another start, which begins with what this one left. */
  readonly next: {
    readonly openingMb: number;
    /** How long the worker stands over what it leaves. */
    readonly markS: number;
    /** Until everything is there that is folded from. */
    readonly beginS: number;
    readonly answersS: number;
  };
  /** What the documents of all rooms would hold. */
  readonly docsMb: number;
}

const MAIN = fileURLToPath(new URL('./manager-main.ts', import.meta.url));

/** Measured in a process of its own, so that nothing of another measurement is counted. */
export const managerFigures = async (customers: number): Promise<ManagerFigures> => {
  const folder = newFolder();
  await writeManagerHistory(customers, folder);
  const child = fork(MAIN, [folder], {
    execArgv: [...process.execArgv, '--expose-gc', '--max-old-space-size=12000'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [figures] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the process ended with ${code}`))),
  ]);
  return figures as ManagerFigures;
};
