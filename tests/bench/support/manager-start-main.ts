/**
 * What a manager's worker holds at most while it starts on copies that were in sync, measured in a process of its own
 * (`node --expose-gc`): argument = folder with the history; the figures go to the parent as one message.
 */
import { DeviceFolding } from './device-folding.ts';
import { KeptRooms } from './kept-rooms.ts';
import type { StartFigures } from './manager-device.ts';
import { heldMb, timed } from './measure.ts';

const KILO = 1_024;

const measure = async (folder: string): Promise<StartFigures> => {
  const before = heldMb();
  const device = new KeptRooms(folder, (act) => {
    const { result, ms } = timed(act);
    return { result, seconds: ms / 1000 };
  });
  const fold = new DeviceFolding();
  let peakMb = 0;
  const takeIn = async (): Promise<void> => {
    for (const [room, delta] of device.deltas.splice(0)) await fold.take(room, delta);
    // The document of the room is still there, and the fold has all that it held.
    peakMb = Math.max(peakMb, heldMb() - before);
  };
  await device.start(takeIn);
  await takeIn();
  await fold.finish();
  return {
    peakMb,
    afterMb: heldMb() - before,
    rssMb: process.resourceUsage().maxRSS / KILO,
    atRest: device.atRest().length,
    customers: [...fold.folding.fold().customerIds()].length,
  };
};

process.send?.(await measure(process.argv[2] ?? ''));
process.disconnect?.();
