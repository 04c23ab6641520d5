import { type Component, createEffect } from 'solid-js';
import { createAnswer, useData } from './data-context.tsx';

/**
 * Says 已收 for packs that have come to this device: a fact about the device, so nobody presses for it. One command id
 * per pack, so that two tabs say it once. Draws nothing.
 */
export const PackReceipts: Component = () => {
  const data = useData();
  const answer = createAnswer(() => ({ kind: 'packs' as const }));
  const said = new Set<string>();
  createEffect(() => {
    for (const { pack, member } of answer()?.mine ?? []) {
      if (pack.received !== null || said.has(pack.id)) continue;
      said.add(pack.id);
      const command = { type: 'playbookReceived', subject: member, payload: { sent: pack.id } } as const;
      void data.run(command, `received-${pack.id}`);
    }
  });
  return null;
};
