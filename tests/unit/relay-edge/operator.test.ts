import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeManualClock } from '../../../sync-relay/clock.ts';
import {
  OPERATOR_HEADER,
  type OperatorAccess,
  openOperatorDoor,
  operatorFile,
} from '../../../sync-relay/operator/operator-door.ts';
import { type InProcessRelay, openRelay } from '../../support/relay.ts';

const clock = makeManualClock(1_790_000_000_000);
let folder: string;
let relay: InProcessRelay;
let door: Awaited<ReturnType<typeof openOperatorDoor>>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jieli-operator-'));
  relay = await openRelay({ clock, restored: true });
  door = await openOperatorDoor(relay.relay.duties, folder);
});
afterEach(async () => {
  door.close();
  await relay.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (command: string, key = door.access.key): Promise<{ status: number; body: unknown }> => {
  const answer = await fetch(`http://127.0.0.1:${door.access.port}/${command}`, {
    method: 'POST',
    headers: { [OPERATOR_HEADER]: key },
  });
  return { status: answer.status, body: await answer.json() };
};

describe('the operator’s door', () => {
  it('[OD-1] opens with the key of the data folder only, and leaves no key behind', async () => {
    expect(JSON.parse(readFileSync(operatorFile(folder), 'utf8'))).toEqual(door.access satisfies OperatorAccess);
    expect(statSync(operatorFile(folder)).mode & 0o077).toBe(0);
    expect(await ask('status', 'guess')).toEqual({ status: 403, body: { error: 'notEntitled' } });
    expect((await fetch(`http://127.0.0.1:${door.access.port}/status`)).status).toBe(403);
    expect((await fetch(`${relay.url}/status`, { method: 'POST' })).status).toBe(404);
    expect((await ask('anything')).status).toBe(404);
    expect(relay.log.health()).toBe('recovering');
    door.close();
    expect(existsSync(operatorFile(folder))).toBe(false);
  });
  it('[OD-2][BK-1][S10][S2][S11] ends the recovery, confirms the clock, announces a backup, says how it stands', async () => {
    expect((await ask('status')).body).toMatchObject({ health: 'recovering', epoch: 2, backupTick: 0 });
    const early = relay.log.lastTick();
    expect((await ask(`backup-made?tick=${early}`)).status).toBe(400);
    clock.setJumped(true);
    expect((await ask('end-recovery')).body).toMatchObject({ health: 'clockJumped' });
    expect((await ask('confirm-clock')).body).toMatchObject({ health: 'ok' });
    const tick = relay.log.lastTick();
    expect((await ask(`backup-made?tick=${tick}`)).body).toMatchObject({ lastTick: tick, backupTick: tick });
    for (const bad of [`${tick + 1e9}`, '-1', 'x', '']) expect((await ask(`backup-made?tick=${bad}`)).status).toBe(400);
  });
});
