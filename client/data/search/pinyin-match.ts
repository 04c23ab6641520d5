/** Syllable → the characters read so, as the dictionary chunk gives it: `{ ba: '八巴…' }`. */
export type PinyinTable = Readonly<Record<string, string>>;

/** Character → its syllables (several for 多音字). */
export type Readings = ReadonlyMap<string, readonly string[]>;

export const readingsOf = (table: PinyinTable): Readings => {
  const readings = new Map<string, string[]>();
  for (const [syllable, characters] of Object.entries(table)) {
    for (const character of characters) {
      const known = readings.get(character);
      if (known) known.push(syllable);
      else readings.set(character, [syllable]);
    }
  }
  return readings;
};

/** Characters `[from, to)` of a name. */
export type Range = readonly [from: number, to: number];

/**
 * End of the longest run from `from` that the letters spell: each character by its whole syllable or its initial,
 * the last one also by the beginning of its syllable. -1 = they do not.
 */
const spelledUntil = (name: readonly string[], from: number, letters: string, readings: Readings): number => {
  if (letters === '') return from;
  const character = name[from];
  if (character === undefined) return -1;
  const syllables = readings.get(character) ?? [character];
  for (const syllable of syllables) {
    if (syllable.startsWith(letters)) return from + 1;
  }
  for (const syllable of syllables) {
    if (!letters.startsWith(syllable)) continue;
    const end = spelledUntil(name, from + 1, letters.slice(syllable.length), readings);
    if (end >= 0) return end;
  }
  for (const syllable of syllables) {
    if (letters[0] !== syllable[0]) continue;
    const end = spelledUntil(name, from + 1, letters.slice(1), readings);
    if (end >= 0) return end;
  }
  return -1;
};

/** First run of the name that the letters spell (拼音, 首字母, or both mixed); null = none. */
export const matchPinyin = (name: readonly string[], letters: string, readings: Readings): Range | null => {
  for (let from = 0; from < name.length; from++) {
    const end = spelledUntil(name, from, letters, readings);
    if (end > from) return [from, end];
  }
  return null;
};
