/**
 * Fields that hold several options (标签). What is said about them is a change, never the whole: two people who tag
 * one customer apart keep both tags, and of two who disagree about one tag the later in the order S7 counts.
 */
export interface TagChange {
  readonly add: string[];
  readonly remove: string[];
}

export const isTagChange = (value: unknown): value is TagChange =>
  typeof value === 'object' && value !== null && 'add' in value && 'remove' in value;

/** The tags of a value; what is no list has none. */
export const tagsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** What leads from some tags to others. */
export const tagChange = (from: readonly string[], to: readonly string[]): TagChange => ({
  add: to.filter((tag) => !from.includes(tag)),
  remove: from.filter((tag) => !to.includes(tag)),
});

export const isNoChange = ({ add, remove }: TagChange): boolean => add.length + remove.length === 0;
