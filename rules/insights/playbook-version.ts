import type { BlobHash, MemberId } from '../ids.ts';
import type { ProcessChange } from '../org-state.ts';
import type { Playbook } from '../playbook.ts';
import { DEFAULT_PROCESS } from '../templates/default.ts';
import { TEMPLATE_VERSION } from '../templates/version.ts';

/** A playbook as of a version: an event's id, or the template's; null = that version is not known here. */
export const playbookVersion = (
  changes: readonly ProcessChange[],
  playbook: string,
  version: string,
): Playbook | null => {
  if (version === TEMPLATE_VERSION) return DEFAULT_PROCESS.playbooks.find(({ id }) => id === playbook) ?? null;
  const part = changes.find(({ id }) => id === version)?.part;
  return part?.kind === 'playbook' && part.playbook.id === playbook ? part.playbook : null;
};

/** Every file a playbook names, once. */
export const playbookFiles = ({ materials }: Pick<Playbook, 'materials'>): ReadonlySet<BlobHash> =>
  new Set(materials.flatMap(({ file }) => (file === undefined ? [] : [file.sha256 as BlobHash])));

/** Files of every version ever published, retired ones too: somebody works with it. By whom each was published. */
export const publishedFiles = (changes: readonly ProcessChange[]): ReadonlyMap<BlobHash, ReadonlySet<MemberId>> => {
  const files = new Map<BlobHash, Set<MemberId>>();
  for (const { part, author } of changes) {
    if (part.kind !== 'playbook') continue;
    for (const hash of playbookFiles(part.playbook)) {
      files.set(hash, (files.get(hash) ?? new Set<MemberId>()).add(author));
    }
  }
  return files;
};
