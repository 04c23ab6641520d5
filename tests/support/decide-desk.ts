import {
  type Command,
  type CustomerState,
  type DecideContext,
  type Decision,
  type Draft,
  decide,
  type MemberId,
  type Refusal,
  type Warning,
} from '#rules';
import type { RulesStage } from './rules-stage.ts';

/** What `actor` is told when he asks for something now; `customer` is the stage's own unless the command is on none. */
export const ask = (
  stage: RulesStage,
  actor: string,
  type: Command['type'],
  payload: unknown,
  more: Partial<DecideContext> & { readonly subject?: string } = {},
): Decision => {
  const { subject = 'c1', ...context } = more;
  const customer: CustomerState | null = stage.fold().customer(subject as never);
  return decide({ type, subject, payload } as Command, {
    org: stage.fold().org(),
    actor: actor as MemberId,
    customer,
    now: stage.nowMs,
    ...context,
  });
};

export const refusalsOf = (decision: Decision): readonly Refusal[] =>
  decision.kind === 'refused' ? decision.refusals : [];

/** `code field` of each refusal, in order; empty when accepted. */
export const faults = (decision: Decision): readonly string[] =>
  refusalsOf(decision).map(({ code, field }) => (field === null ? code : `${code} ${field}`));

/** @throws when refused, with the reasons. */
export const draftsOf = (decision: Decision): readonly Draft[] => {
  if (decision.kind === 'refused') throw new Error(`refused: ${faults(decision).join(', ')}`);
  return decision.drafts;
};

export const firstDraft = (decision: Decision): Draft => {
  const [draft] = draftsOf(decision);
  if (draft === undefined) throw new Error('accepted without a draft');
  return draft;
};

export const warningsOf = (decision: Decision): readonly Warning[] =>
  decision.kind === 'accepted' ? decision.warnings : [];
