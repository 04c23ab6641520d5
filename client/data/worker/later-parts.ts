import type { Decide } from '#rules';
import { makeLaterModels } from '../answers/later-models.ts';
import { checkCommand, runCommand } from '../commands/run-command.ts';
import { askMessages } from '../device/ask-messages.ts';
import { inviteLinkFor, lookAt, redeem, refusedOver } from '../device/join.ts';
import { whatToGiveBack } from '../replica/give-back.ts';
import type { SearchAids } from '../search/name-search.ts';
import type { Extras, ExtrasContext, LaterParts } from './core-deps.ts';
import { joinLater } from './join-later.ts';
import { quarantineAnswer } from './quarantine-answer.ts';
import { signedOutAnswer } from './signed-out.ts';
import { refusedText, unsentText } from './unsent-text.ts';

/** Who keeps the scratch tidy; neither rejects. */
export interface ScratchKeeping {
  /** Deletes what other workers left but for files with these names. */
  readonly sweep: (kept: ReadonlySet<string>) => Promise<void>;
  readonly wipe: () => Promise<void>;
}
const NO_SCRATCH: ScratchKeeping = { sweep: () => Promise.resolve(), wipe: () => Promise.resolve() };

/**
 * What a device does behind its first screen; `decide` judges what people do, `aids` are those of a search, once here,
 * `scratch` is for devices that have one.
 */
export const makeLaterParts = (
  decide: Decide,
  makeExtras: (context: ExtrasContext) => Extras,
  aids: () => SearchAids | null = () => null,
  scratch: ScratchKeeping = NO_SCRATCH,
): LaterParts => ({
  join: (running, around) =>
    joinLater(running, around, makeExtras, (context) => makeLaterModels(context, aids), scratch.sweep),
  signedOutAnswer,
  runCommand: (workspace, store, command, id, alsoWrite) =>
    runCommand(workspace, decide, store, command, id, alsoWrite),
  checkCommand: (workspace, store, command) => checkCommand(workspace, decide, store, command),
  signIn: { redeem, refusedOver, lookAt, inviteLinkFor },
  askMessages,
  unsentText,
  quarantineAnswer,
  refusedText,
  whatToGiveBack,
  wipeScratch: scratch.wipe,
});
