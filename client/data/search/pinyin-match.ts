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

/** A name as the syllables of each of its characters; a character without readings stands for itself. */
export type Spelled = readonly (readonly string[])[];

export const spell = (name: readonly string[], readings: Readings): Spelled =>
  name.map((character) => readings.get(character) ?? [character]);

/** Characters `[from, to)` of a name. */
export type Range = readonly [from: number, to: number];

/**
 * End of the longest run from `from` that the letters spell: each character by its whole syllable or its initial,
 * the last one also by the beginning of its syllable. -1 = they do not.
 */
const spelledUntil = (name: Spelled, from: number, letters: string): number => {
  if (letters === '') return from;
  const syllables = name[from];
  if (syllables === undefined) return -1;
  for (const syllable of syllables) {
    if (syllable.startsWith(letters)) return from + 1;
  }
  for (const syllable of syllables) {
    if (!letters.startsWith(syllable)) continue;
    const end = spelledUntil(name, from + 1, letters.slice(syllable.length));
    if (end >= 0) return end;
  }
  for (const syllable of syllables) {
    if (letters[0] !== syllable[0]) continue;
    const end = spelledUntil(name, from + 1, letters.slice(1));
    if (end >= 0) return end;
  }
  return -1;
};

/** Whether any of the syllables begins with this letter: rules out nearly every place of nearly every name. */
const begins = (syllables: readonly string[] | undefined, letter: number): boolean => {
  if (syllables === undefined) return false;
  for (let index = 0; index < syllables.length; index += 1) {
    if (syllables[index]?.charCodeAt(0) === letter) return true;
  }
  return false;
};

/** First run of the name that the letters spell (拼音, 首字母, or both mixed); null = none. */
export const matchPinyin = (name: Spelled, letters: string): Range | null => {
  const first = letters.charCodeAt(0);
  for (let from = 0; from < name.length; from++) {
    if (!begins(name[from], first)) continue;
    const end = spelledUntil(name, from, letters);
    if (end > from) return [from, end];
  }
  return null;
};
