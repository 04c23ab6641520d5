import type { Range, Spelled } from './pinyin-match.ts';

export interface Found<Id> {
  readonly id: Id;
  /** Matched characters of the name, for the screen to set off. */
  readonly ranges: readonly Range[];
}

/** Large parts of a search, fetched behind the first screen. */
export interface SearchAids {
  /** A name by all readings of its characters. */
  spell(characters: readonly string[]): Spelled;
  /** Where letters stand in a name that was spelled. */
  matchPinyin(spelled: Spelled, letters: string): Range | null;
  /** Positions of the names that differ from the query by a slip of the finger. */
  near(names: readonly string[], query: string): readonly number[];
}

/** Finds names by a part of them and, once its aids are there, by pinyin or initials and with a slip of the finger. */
export interface NameSearch<Id> {
  set(id: Id, name: string): void;
  delete(id: Id): void;
  /** Best first: at the start of the name, inside it, by pinyin, then near misses. */
  find(query: string): readonly Found<Id>[];
}

interface Entry {
  readonly name: string;
  /** Same length as `name`, so that ranges fit it. */
  readonly plain: string;
  /** By the readings, once a search by letters has asked for it. */
  spelled: Spelled | null;
}

/** A slip leaves something out: what was typed stands in the name, so names without it need no closer look. */
const WORD_CHARACTER = /[\p{L}\d]/gu;
const LETTERS = /^[a-z']+$/;
/** Near misses are looked for only when the exact ways found fewer than this. */
const FEW = 5;

/** Width and case folded character by character, so that positions stay those of the name. */
const plainOf = (name: string): string => {
  // Nearly every name is as it would be folded: it is kept once.
  if (name.normalize('NFKC').toLowerCase() === name) return name;
  return [...name]
    .map((character) => {
      const folded = character.normalize('NFKC').toLowerCase();
      return folded.length === character.length ? folded : character;
    })
    .join('');
};

/** `given`: the aids once they are there; before that only the characters themselves match. */
export const makeNameSearch = <Id>(given: () => SearchAids | null): NameSearch<Id> => {
  const entries = new Map<Id, Entry>();

  const exact = (query: string): [rank: number, found: Found<Id>][] => {
    const found: [number, Found<Id>][] = [];
    const aids = given();
    const letters = aids !== null && LETTERS.test(query) ? query.replaceAll("'", '') : null;
    for (const [id, entry] of entries) {
      const { plain } = entry;
      const at = plain.indexOf(query);
      if (at >= 0) found.push([at === 0 ? 0 : 1, { id, ranges: [[at, at + query.length]] }]);
      else if (letters !== null && aids !== null) {
        entry.spelled ??= aids.spell([...plain]);
        const range = aids.matchPinyin(entry.spelled, letters);
        if (range !== null) found.push([range[0] === 0 ? 2 : 3, { id, ranges: [range] }]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]);
  };
  const near = (query: string, known: ReadonlySet<Id>): Found<Id>[] => {
    const ids: Id[] = [];
    const names: string[] = [];
    const needed = [...new Set(query.match(WORD_CHARACTER))];
    for (const [id, { plain }] of entries) {
      if (known.has(id) || !needed.every((character) => plain.includes(character))) continue;
      ids.push(id);
      names.push(plain);
    }
    if (names.length === 0) return [];
    const order = given()?.near(names, query) ?? [];
    return order.flatMap((index) => {
      const id = ids[index];
      return id === undefined ? [] : [{ id, ranges: [] }];
    });
  };

  return {
    set(id, name) {
      if (entries.get(id)?.name === name) return;
      entries.set(id, { name, plain: plainOf(name), spelled: null });
    },
    delete: (id) => {
      entries.delete(id);
    },
    find(text) {
      const query = plainOf(text.trim()).replace(/\s+/gu, '');
      if (query === '') return [];
      const found = exact(query).map(([, one]) => one);
      if (found.length >= FEW || query.length < 2) return found;
      return [...found, ...near(query, new Set(found.map(({ id }) => id)))];
    },
  };
};
