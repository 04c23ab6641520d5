import { type Decide, isValidPayload } from '#rules';
import { makeLaterModels } from '../answers/later-models.ts';
import { checkCommand, forgetOldCommands, runCommand } from '../commands/run-command.ts';
import { askMessages } from '../device/ask-messages.ts';
import { inviteLinkFor, lookAt, redeem, whoseInvite } from '../device/join.ts';
import { closedRooms } from '../replica/closed-rooms.ts';
import { whatToGiveBack } from '../replica/give-back.ts';
import { letRest } from '../replica/let-rest.ts';
import type { SearchAids } from '../search/name-search.ts';
import type { Extras, ExtrasContext, LaterParts } from './core-deps.ts';
import { DryRuns } from './dry-runs.ts';
import { quarantineAnswer } from './quarantine-answer.ts';
import { signedOutAnswer } from './signed-out.ts';
import { refusedText, unsentText } from './unsent-text.ts';

/** What a device does behind its first screen; `decide` judges what people do, `aids` are those of a search, once here. */
export const makeLaterParts = (
  decide: Decide,
  makeExtras: (context: ExtrasContext) => Extras,
  aids: () => SearchAids | null = () => null,
): LaterParts => ({
  isValidPayload,
  makeExtras,
  makeLaterModels: (context) => makeLaterModels(context, aids),
  signedOutAnswer,
  makeDryRuns: (workspace, timers, onProgress) => new DryRuns(workspace, timers, onProgress),
  runCommand: (workspace, store, command, id, alsoWrite) =>
    runCommand(workspace, decide, store, command, id, alsoWrite),
  checkCommand: (workspace, store, command) => checkCommand(workspace, decide, store, command),
  signIn: { redeem, whoseInvite, lookAt, inviteLinkFor },
  askMessages,
  unsentText,
  quarantineAnswer,
  refusedText,
  whatToGiveBack,
  tidy: (workspace, { store, timers }) => {
    workspace.replicas.letRest(letRest(timers, () => closedRooms(workspace.catalogue().entries)));
    return forgetOldCommands(workspace, store);
  },
});
