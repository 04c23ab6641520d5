import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { MemberId, MemberState } from '#rules';
import { makeNameSearch, type SearchAids } from '../../data/search/name-search.ts';

/** People by a part of their name, by pinyin and initials once the readings have come, as customers are found. */
export const createPeopleSearch = (people: Accessor<readonly MemberState[]>) => {
  const [typed, setTyped] = createSignal('');
  const [aids, setAids] = createSignal<SearchAids | null>(null);
  let isAsked = false;
  /** Readings are fetched with the first letter: most who come here look for nobody. */
  const fetchAids = async (): Promise<void> => {
    if (isAsked) return;
    isAsked = true;
    try {
      setAids((await import('../../data/search/search-aids.ts')).searchAids);
    } catch {
      isAsked = false;
    }
  };
  const search = createMemo(() => {
    const names = makeNameSearch<MemberId>(aids);
    for (const { id, name } of people()) names.set(id, name);
    return names;
  });
  /** Best first; null = nobody is looked for. */
  const found = createMemo((): readonly MemberState[] | null => {
    if (typed().trim() === '') return null;
    // a search that ran without the readings runs again with them
    aids();
    const byId = new Map(people().map((person) => [person.id, person]));
    return search()
      .find(typed())
      .flatMap(({ id }) => byId.get(id) ?? []);
  });
  return {
    typed,
    found,
    type: (text: string): void => {
      setTyped(text);
      void fetchAids();
    },
  };
};
