import { PATHS } from '../../../app/navigation.ts';

export const RULES_PATH = `${PATHS.process}/rules`;

/** Address of a rule. A dot would make it a file's: the relay serves the app only for addresses without. */
export const rulePath = (id: string): string => `${RULES_PATH}/${id.replaceAll('.', '~')}`;
/** The id in the last part of such an address. */
export const ruleIdOf = (param: string): string => param.replaceAll('~', '.');
