import type { OutsideMessage } from '../notifiers/contract.ts';
import type { Composed } from './compose.ts';
import type { StoredMessage } from './outbox.ts';
import { WORDS } from './words.ts';

/** A message that may leave, with its words. */
export interface Ready {
  readonly key: string;
  readonly message: StoredMessage;
  readonly text: Extract<Composed, { kind: 'text' }>;
}
/** What leaves in one piece: one message, one text for several people of a group, or a digest. */
export interface Post {
  readonly ready: readonly Ready[];
  readonly text: Pick<OutsideMessage, 'title' | 'lines' | 'link'>;
}

const grouped = (ready: readonly Ready[], keyOf: (one: Ready) => string): readonly (readonly Ready[])[] => {
  const groups = new Map<string, Ready[]>();
  for (const one of ready) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()];
};

/** In a group salesperson and manager read the same text: it is written once and names both (A14). */
const groupKey = ({ message, text }: Ready): string => JSON.stringify([message.effect, message.purpose, text.title]);
const personKey = ({ message }: Ready): string => `${message.recipient} ${message.target}`;

const postOf = (ready: readonly Ready[]): Post => {
  // the manager's text names the owner besides: it is the one for all
  const [longest] = [...ready].sort((a, b) => b.text.lines.length - a.text.lines.length);
  return { ready, text: longest?.text ?? { title: '', lines: [], link: null } };
};

export const singlePosts = (ready: readonly Ready[], isGroup: boolean): readonly Post[] =>
  isGroup ? grouped(ready, groupKey).map(postOf) : ready.map((one) => postOf([one]));

const digestOf = (ready: readonly Ready[], isGroup: boolean, appUrl: string): Post => {
  const singles = singlePosts(ready, isGroup);
  const [only] = singles;
  if (singles.length === 1 && only !== undefined) return only;
  const lines = singles.map(({ ready: [first] }, index) =>
    WORDS.digestLine(index + 1, first?.text.title ?? '', first?.text.short ?? ''),
  );
  return { ready, text: { title: WORDS.digest(singles.length), lines, link: { text: WORDS.open, url: appUrl } } };
};

/** Everything that waits in as few pieces as can be: one for a group, one per person otherwise. */
export const digestPosts = (ready: readonly Ready[], isGroup: boolean, appUrl: string): readonly Post[] =>
  isGroup
    ? [digestOf(ready, isGroup, appUrl)]
    : grouped(ready, personKey).map((mine) => digestOf(mine, isGroup, appUrl));
