import type { Trigger } from './automation/rule.ts';
import type { CustomerId, EventId, OpportunityId } from './ids.ts';

/**
 * A rule that would act at `dueAt`, if its conditions hold then and nothing happens before. The same on every device;
 * due and not fired = provisional, 待服务器确认. Depends on no clock.
 */
export interface WaitingEffect {
  readonly customer: CustomerId;
  readonly rule: string;
  readonly ruleName: string;
  readonly version: string;
  readonly trigger: Trigger['kind'];
  readonly rung: string | null;
  readonly cause: string;
  readonly inputs: readonly EventId[];
  readonly inputsSealed: boolean;
  /** Beginning of what it waits on, ms. */
  readonly since: number;
  readonly dueAt: number;
  readonly opportunity: OpportunityId | null;
  readonly params: Readonly<Record<string, string | number>>;
}
