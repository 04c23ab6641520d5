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

/**
 * What a device does behind its first screen; `decide` judges what people do, `aids` are those of a search, once here,
 * `wipeScratch` is for devices that have one.
 */
export const makeLaterParts = (
  decide: Decide,
  makeExtras: (context: ExtrasContext) => Extras,
  aids: () => SearchAids | null = () => null,
  wipeScratch: () => Promise<void> = () => Promise.resolve(),
): LaterParts => ({
  join: (running, around) => joinLater(running, around, makeExtras, (context) => makeLaterModels(context, aids)),
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
  wipeScratch,
});
