import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#rules';
import { makeAnnouncer } from '../../../sync-relay/messages/announcer.ts';
import { makeStage, type RulesStage, START_MS } from '../../support/rules-stage.ts';

const DUE = START_MS + DAY_MS;
const given = (to: string) => ({ title: '约总监', to, dueMs: DUE });

/** What the desk hears about the stage as it stands, in order. */
const heard = async (stage: RulesStage): Promise<readonly string[]> => {
  const said: string[] = [];
  const fold = stage.fold();
  const announcer = makeAnnouncer({
    log: { now: () => stage.nowMs, epoch: 1 },
    company: { fold, onChange: () => () => undefined },
    desk: {
      tell: async ({ kind, recipients, params, cause }) => {
        said.push(`tell ${kind} ${recipients.join()} ${params?.['what']} ${params?.['dueAtMs'] === DUE} ${cause}`);
      },
      withdraw: async (effect) => void said.push(`withdraw ${effect}`),
      drop: async (effect) => void said.push(`drop ${effect}`),
    },
    report: (error) => {
      throw error;
    },
  });
  await announcer.close();
  return said;
};

describe('given tasks outside the app', () => {
  it('[FA-15] [R54] [R36] told to whom it names once sealed, not of one’s own; withdrawn when taken back, dropped when done', async () => {
    const stage = makeStage();
    stage.act('rae', 'taskAssigned', given('rae'));
    stage.act('mia', 'taskAssigned', given('rob'), { sealed: false });
    const told = stage.act('boss', 'taskAssigned', given('rob'));
    expect(await heard(stage)).toEqual([`tell taskGiven rob 约总监 true ${told}`]);
    stage.pass(60_000);
    stage.act('boss', 'retracted', { event: told });
    expect(await heard(stage)).toEqual([`withdraw ${told}`]);
    const done = stage.act('boss', 'taskAssigned', given('rae'));
    stage.pass(60_000);
    stage.act('rae', 'taskCompleted', { task: done });
    expect(await heard(stage)).toEqual([`withdraw ${told}`, `drop ${done}`]);
  });
});
