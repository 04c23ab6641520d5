import type { BlobHash } from '#rules';
import { materialFiles as words } from '../locales/zh-CN/material-files.ts';
import { useToast } from '../ui/toast.tsx';
import type { MaterialFiles } from '../views/material-file.tsx';
import { createAnswer, useData, useSync } from './data-context.tsx';
import { downloadBlob } from './download.ts';

/** Files of playbooks as this device knows them, and opening one: from here, or from the relay while there is a network. */
export const createMaterialFiles = (): MaterialFiles => {
  const data = useData();
  const sync = useSync();
  const toast = useToast();
  const answer = createAnswer(() => ({ kind: 'files' as const }));
  return {
    answer,
    isOnline: () => sync()?.connection === 'online',
    open: async ({ sha256, name }) => {
      const outcome = await data.readFile(sha256 as BlobHash);
      if (outcome.kind === 'file') downloadBlob(name, outcome.file);
      else toast.show({ text: words.gone[outcome.reason] });
    },
  };
};
