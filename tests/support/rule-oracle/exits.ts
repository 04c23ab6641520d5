import type { PayloadOf } from '#rules';
import { ofType } from './causes.ts';
import { type Case, type Entry, isBefore, ruleOf, type Truth } from './ledger.ts';

type Violate = (id: string, text: string) => void;

/** Whether one of the files of that kind is here and is what it says. */
const hasFile = (one: Case, entry: Entry, documentType: string, media: string): boolean =>
  (entry.event.payload as PayloadOf<'appealFiled'>).evidence.some(
    (file) =>
      file.documentType === documentType &&
      one.ledger.attested.some(({ sha256, mediaType }) => sha256 === file.sha256 && mediaType.startsWith(media)),
  );

/** R24, A22: an appeal restores with a recording and a picture that are what they say, and with nothing less. */
export const checkAppeals = (one: Case, violate: Violate): void => {
  const { pool } = one.state;
  if (pool === null) return;
  const filed = ofType(one, 'appealFiled').filter(
    ({ event }) => (event.payload as PayloadOf<'appealFiled'>).effect === pool.entry,
  );
  const whole = filed.filter(
    (entry) => hasFile(one, entry, 'callRecording', 'audio/') && hasFile(one, entry, 'chatScreenshot', 'image/'),
  );
  const words = ofType(one, 'appealDecided').map(({ event }) => event.payload as PayloadOf<'appealDecided'>);
  const accepted = filed.some(({ event }) => words.some(({ appeal, isAccepted }) => isAccepted && appeal === event.id));
  if (pool.status === 'restored' && whole.length === 0 && !accepted) {
    violate('R24', `${one.state.id} is restored without a recording and a picture`);
  }
  const fact = one.ledger.acted.get(pool.entry);
  const process = fact === undefined ? undefined : ruleOf(one.ledger, fact)?.process;
  if (process?.breaker.appealNeedsApproval !== false) return;
  // After a rejection the next appeal waits to be accepted; one by somebody who may not appeal is none.
  if (words.some(({ isAccepted }) => !isAccepted)) return;
  const heard = new Set<string>(pool.appeals.map(({ id }) => id));
  const undisputed = whole.filter(
    ({ event }) => heard.has(event.id) && !words.some(({ appeal }) => appeal === event.id),
  );
  if (pool.status === 'in' && undisputed.length > 0)
    violate('R24', `${one.state.id} stays in the pool against its appeal`);
};

/** I10: edges of merges are live until taken back one by one. */
export const checkMerges = (one: Case, founder: string, violate: Violate): void => {
  // Nobody leads himself: what he does to a customer of his own is left aside.
  const isOwn = ({ event }: Entry): boolean =>
    one.state.owners.findLast(({ id }) => isBefore(one.ledger, id, event.id))?.owner === founder;
  const byFounder = (type: string): Entry[] =>
    ofType(one, type).filter((entry) => entry.event.author === founder && !isOwn(entry));
  const undone = (entries: readonly Entry[]): Set<string> =>
    new Set(entries.flatMap(({ event }) => (event.payload as PayloadOf<'mergeUndone'>).merges));
  const live = new Set<string>(one.state.mergedInto.map(({ id }) => id));
  const surely = undone(byFounder('mergeUndone'));
  const perhaps = undone(ofType(one, 'mergeUndone'));
  for (const { event } of byFounder('customerMerged')) {
    if ((event.payload as PayloadOf<'customerMerged'>).into === one.state.id) continue;
    if (surely.has(event.id) === live.has(event.id) && surely.has(event.id) === perhaps.has(event.id)) {
      violate('I10', `the merge ${event.id} of ${one.state.id} is ${live.has(event.id) ? 'live' : 'gone'}`);
    }
  }
};

/** S31: who came late says so, with both times; the rest does not. */
export const checkDisplay = (one: Case, _truth: Truth, violate: Violate): void => {
  for (const line of one.state.timeline) {
    const entry = one.ledger.entries.get(line.id);
    if (entry === undefined || line.automaticBy !== null) continue;
    const late = entry.received - entry.t > 60_000 ? entry.received : null;
    if (line.receivedAt !== late)
      violate('S31', `${line.id} was received at ${entry.received} and shows ${line.receivedAt}`);
    const standing = Number.isFinite(entry.tick) ? 'sealed' : Number.isFinite(entry.received) ? 'received' : 'local';
    if (line.standing !== standing) violate('S31', `${line.id} is ${standing} and shows as ${line.standing}`);
  }
};
