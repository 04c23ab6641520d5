import { AUTOMATION_MUTANTS } from './automation-mutants.ts';
import { BEGINNING_MUTANTS } from './beginning-mutants.ts';
import { BRAKE_MUTANTS } from './brake-mutants.ts';
import { CENSUS_MUTANTS } from './census-mutants.ts';
import { CLIENT_MUTANTS } from './client-mutants.ts';
import { COMPANY_MUTANTS } from './company-mutants.ts';
import { DECIDE_MUTANTS } from './decide-mutants.ts';
import { ENGINE_MUTANTS } from './engine-mutants.ts';
import { GIVEN_MUTANTS } from './given-mutants.ts';
import { LEAD_MUTANTS } from './lead-mutants.ts';
import { LOG_ENDS_MUTANTS } from './log-ends-mutants.ts';
import { MERGE_MUTANTS } from './merge-mutants.ts';
import { MESSAGE_MUTANTS } from './message-mutants.ts';
import { METRIC_MUTANTS } from './metric-mutants.ts';
import type { Mutant } from './mutant.ts';
import { OPENING_MUTANTS } from './opening-mutants.ts';
import { OPENINGS_MUTANTS } from './openings-mutants.ts';
import { RELAY_MUTANTS } from './relay-mutants.ts';
import { RESTING_MUTANTS } from './resting-mutants.ts';
import { RULES_MUTANTS } from './rules-mutants.ts';
import { SIMULATION_MUTANTS } from './simulation-mutants.ts';
import { SLEEP_MUTANTS } from './sleep-mutants.ts';
import { TOLD_MUTANTS } from './told-mutants.ts';

/** Every planted defect, with the suites that must notice it. */
export const MUTANTS: readonly Mutant[] = [
  ...RULES_MUTANTS,
  ...AUTOMATION_MUTANTS,
  ...DECIDE_MUTANTS,
  ...ENGINE_MUTANTS,
  ...BRAKE_MUTANTS,
  ...GIVEN_MUTANTS,
  ...MERGE_MUTANTS,
  ...RELAY_MUTANTS,
  ...COMPANY_MUTANTS,
  ...CLIENT_MUTANTS,
  ...CENSUS_MUTANTS,
  ...LOG_ENDS_MUTANTS,
  ...RESTING_MUTANTS,
  ...BEGINNING_MUTANTS,
  ...LEAD_MUTANTS,
  ...MESSAGE_MUTANTS,
  ...METRIC_MUTANTS,
  ...SLEEP_MUTANTS,
  ...TOLD_MUTANTS,
  ...OPENING_MUTANTS,
  ...OPENINGS_MUTANTS,
  ...SIMULATION_MUTANTS,
];
