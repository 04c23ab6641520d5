import { type CustomerState, type EffectState, HOUR_MS, type Mark, mayBrake, type OrgState } from '#rules';

/** The rule's act behind an automatic mark, and how long it may be changed to green. */
export interface OverrideChance {
  readonly effect: EffectState;
  /** When the brake closes, ms; `null` = as long as the mark stands. */
  readonly endsAt: number | null;
  readonly state: 'open' | 'lastHour' | 'closed';
  readonly mayPull: boolean;
}

/** Whether the present mark can be taken back by its rule's brake; `null` = no rule set it, or it has no such brake. */
export const overrideChance = (
  customer: CustomerState,
  org: OrgState,
  actor: string | null,
  nowMs: number,
): OverrideChance | null => {
  const { mark } = customer;
  const effect = customer.effects.find(({ id }) => id === mark?.automatic?.effect);
  if (effect?.brake?.exit !== 'override') return null;
  const endsAt = effect.brakeEndsAt;
  const left = endsAt === null ? Number.POSITIVE_INFINITY : endsAt - nowMs;
  return {
    effect,
    endsAt,
    state: left < 0 ? 'closed' : left <= HOUR_MS ? 'lastHour' : 'open',
    mayPull: actor !== null && mayBrake(effect.brake, { org, actor: actor as never }, customer),
  };
};

/** The last override on the present mark, or on the one below it when it came to nothing. */
export const lastOverride = ({ marks, mark }: CustomerState): Mark | null => {
  if (mark === null) return null;
  if (mark.override !== null) return mark;
  return marks.findLast(({ override }) => override !== null && override.effect === mark.automatic?.effect) ?? null;
};
