import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { writeManagerHistory } from './manager-history.ts';
import { newFolder } from './world.ts';

/** What a manager's worker holds for a company of so many customers, each part on top of the one before. */
export interface ManagerFigures {
  readonly customers: number;
  /** Updates as they lie on the device. */
  readonly wireMb: number;
  /** Replicas, all awake: the rows' text, above all. */
  readonly docsMb: number;
  /** Replicas once they rest. */
  readonly restingMb: number;
  readonly rooms: number;
  readonly atRest: number;
  /** Decoded events in the fold, seals, and what finds them. */
  readonly recordsMb: number;
  readonly statesMb: number;
  /** Read models after the home's questions. */
  readonly indicesMb: number;
  /** The same answer by answer, each with what it needs beside those before it. */
  readonly indices: readonly { readonly answer: string; readonly mb: number; readonly seconds: number }[];
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
}

/** The same device while it starts on copies that were in sync: one room after the other. */
export interface StartFigures {
  /** At most, garbage collected: replicas and records of the fold, no customer's state yet. */
  readonly peakMb: number;
  /** Once all is taken in. */
  readonly afterMb: number;
  /** Most memory of the process as the system saw it, with the runtime's own. */
  readonly rssMb: number;
  readonly atRest: number;
  readonly customers: number;
}

const mainOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Measured in a process of its own, so that nothing of another measurement is counted. */
const figuresOf = async (main: string, folder: string): Promise<unknown> => {
  const child = fork(main, [folder], {
    execArgv: [...process.execArgv, '--expose-gc', '--max-old-space-size=12000'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [figures] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the process ended with ${code}`))),
  ]);
  return figures;
};

export const managerFigures = async (
  customers: number,
): Promise<{ readonly figures: ManagerFigures; readonly start: StartFigures }> => {
  const folder = newFolder();
  await writeManagerHistory(customers, folder);
  const figures = (await figuresOf(mainOf('./manager-main.ts'), folder)) as ManagerFigures;
  const start = (await figuresOf(mainOf('./manager-start-main.ts'), folder)) as StartFigures;
  if (start.customers !== figures.customers) throw new Error('a start room by room has other customers');
  return { figures, start };
};
