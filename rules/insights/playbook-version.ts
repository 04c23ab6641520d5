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
