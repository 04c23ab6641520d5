import type { CustomerId, EffectId } from '../ids.ts';
import { sha256Hex } from '../support/sha256.ts';

/**
 * Identity of what a rule causes: hash of rule id (without version), **original** customer and cause. However
 * many devices derive it, there is one (R91); a new rule version or a merge of customers does not make a second.
 */
export const effectId = (rule: string, customer: CustomerId, cause: string): EffectId =>
  sha256Hex(JSON.stringify([rule, customer, cause])).slice(0, 40) as EffectId;
