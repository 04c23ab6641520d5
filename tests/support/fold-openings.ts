import { type FoldOpening, makeFold, makeSleepers, type PackedText, type Place } from '#rules';

const SEED = 11;

/** What customers are folded from; all other documents are read before an opening is used. */
export const isCovered = (doc: string): boolean => /^(log|pool|mql):/.test(doc);

/** Texts by place, as a disk keeps them. */
export const makeDisk = () => {
  const texts: string[] = [];
  let forgotten = 0;
  const places = new Map<PackedText, Place>();
  const partAt = (place: Place): PackedText => {
    const forget = (): void => {
      forgotten += 1;
    };
    const part = { text: () => texts[place[1]] ?? '', forget };
    places.set(part, place);
    return part;
  };
  const pack = (text: string): PackedText => partAt([0, texts.push(text) - 1, text.length]);
  return {
    pack,
    partAt,
    forgotten: () => forgotten,
    placeOf: (part: PackedText): Place => places.get(part) ?? [0, -1, 0],
  };
};
export type Disk = ReturnType<typeof makeDisk>;

/** A fold in which so many stay awake. */
export const drowsy = (disk: Disk, awake: number) => {
  const fold = makeFold();
  const sleeping = fold.letSleep(makeSleepers({ pack: disk.pack, seed: SEED }), awake);
  return { fold, sleeping, settle: () => sleeping.settle(100, awake) };
};

/** As it comes back from where it was kept. */
export const kept = (opening: FoldOpening): FoldOpening => {
  const { ids, sleeping, uses, seals, ...plain } = opening;
  return {
    ...(JSON.parse(JSON.stringify(plain)) as typeof plain),
    ids: ids.slice(),
    sleeping: sleeping.slice(),
    uses: uses.slice(),
    seals: seals.map((seal) => seal.slice()),
  };
};
