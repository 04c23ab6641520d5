import type { WorkCalendar } from '../calendar/calendar-data.ts';
import { addDuration } from '../calendar/working-time.ts';
import type { EffectState } from '../state.ts';

/** Until when the brake of an effect may be pulled, ms; `null` = as long as the effect stands (R80). */
export const brakeEndsAt = ({ brake, firedAt }: EffectState, calendar: WorkCalendar): number | null =>
  brake === null || brake.within === null ? null : addDuration(firedAt, brake.within, calendar).atMs;
