import { PATHS } from '../../../app/navigation.ts';

export const PLAYBOOKS_PATH = `${PATHS.process}/playbooks`;

/** Address of a playbook. A dot would make it a file's, as for rules. */
export const playbookPath = (id: string): string => `${PLAYBOOKS_PATH}/${id.replaceAll('.', '~')}`;
export const playbookIdOf = (param: string): string => param.replaceAll('~', '.');
