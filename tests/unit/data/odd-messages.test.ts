import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Q3, ROOMS } from '../../support/resting-device.ts';
import { note } from '../../support/rules-stage.ts';
import { LONG_MS, late, onVirtualTime, openDevice } from './resting-support.ts';

onVirtualTime();

type Odd = readonly (readonly [what: string, bytes: readonly number[]])[];
/** About the document, and not to be read. */
const UNREADABLE: Odd = [
  ['truncated', [0, 2, 50, 1]],
  ['huge varUint', [0, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 127]],
  ['no step', [0]],
  ['step unknown', [0, 9, 1, 0]],
  ['truncated step 1', [0, 0, 50, 1]],
  ['an answer that is none', [0, 1, 3, 9, 9, 9]],
  ['an update that is none', [0, 2, 3, 9, 9, 9]],
];
const OF_NO_USE: Odd = [
  ['empty', []],
  ['huge kind', [255, 255, 255, 255, 255, 255, 255, 255, 255, 127]],
  ['unknown', [99, 1, 2]],
  ['may not', [2, 0, 3, 97, 98, 99]],
  ['may not, truncated', [2]],
  ['who is here', [1, 1, 0]],
  ['step 1', [0, 0, 1, 0]],
];

const spoiled = async (bytes: readonly number[]) => {
  const { device, stage, tell, pass, expected } = await openDevice(null);
  const [before] = device.line.channelsOf(Q3);
  stage.act('rae', 'visitNoteRecorded', note(), late);
  tell();
  device.line.spoil(Uint8Array.from(bytes));
  device.line.deliver();
  const synced = device.replicas.syncedCount();
  await pass(1_000);
  return { device, before, synced, pass, isAsExpected: () => device.fold().digest() === expected() };
};

describe.each(UNREADABLE)('%s, to a room awake', (_, bytes) => {
  test('[RP-14][I22] what should have come with it comes on another channel', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => said.mockRestore());
    const { device, before, synced, isAsExpected } = await spoiled(bytes);
    expect(isAsExpected()).toBe(true);
    const [after, ...others] = device.line.channelsOf(Q3);
    expect(after).not.toBe(before);
    expect(others).toEqual([]);
    expect([synced, device.replicas.syncedCount()]).toEqual([ROOMS.length - 1, ROOMS.length]);
    expect(device.closed).toEqual([]);
  });
});

describe.each(OF_NO_USE)('%s, to a room awake', (_, bytes) => {
  test('[RP-14][I22] nothing is thrown, and the channel goes on', async () => {
    const { device, before, isAsExpected, pass } = await spoiled(bytes);
    expect(device.line.channelsOf(Q3)[0]).toBe(before);
    device.line.cut();
    device.line.restore();
    await pass(1_000);
    expect(isAsExpected()).toBe(true);
    expect(device.replicas.syncedCount()).toBe(ROOMS.length);
  });
});

describe('odd messages to a room at rest', () => {
  test.each([...UNREADABLE, ...OF_NO_USE])(
    '[RQ-4][I22] %s: nothing is lost and nothing thrown, and it comes to rest again',
    async (_, bytes) => {
      const { device, stage, tell, pass, expected } = await openDevice();
      await pass(LONG_MS);
      expect(device.isAtRest(Q3)).toBe(true);
      device.line.channelsOf(Q3)[0]?.received(Uint8Array.from(bytes));
      // What is not about its document does not even wake it.
      if (bytes[0] !== 0) expect(device.isAtRest(Q3)).toBe(true);
      stage.act('rae', 'visitNoteRecorded', note(), late);
      tell();
      await pass(LONG_MS);
      expect(device.isAtRest(Q3)).toBe(true);
      expect(device.fold().digest()).toBe(expected());
    },
  );
});
