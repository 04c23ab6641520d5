import { type Component, For, Index, Show } from 'solid-js';
import type { Process } from '#rules';
import { note as noteWords } from '../../../locales/zh-CN/note.ts';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { processSettings } from '../../../locales/zh-CN/process-settings.ts';
import { ruleWords } from '../../../locales/zh-CN/rule-words.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Plus, X } from '../../../ui/icons.ts';
import { SectionTitle } from '../../../ui/list.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { WordsField } from '../../../ui/words-field.tsx';
import { createPart } from '../create-part.ts';
import { PartPage } from '../part-page.tsx';
import { problemAt } from '../part-problems.ts';

const words = processSettings.note;
type VisitNote = Process['visitNote'];
const CONCERNS = Object.entries(noteWords.concerns);

const Synonyms: Component<{
  readonly synonyms: VisitNote['synonyms'];
  readonly problem: (field: string) => string | null;
  readonly onChange: (synonyms: VisitNote['synonyms'], field: string) => void;
}> = (props) => {
  const put = (at: number, next: VisitNote['synonyms'][number], field: string): void =>
    props.onChange(
      props.synonyms.map((one, place) => (place === at ? next : one)),
      `${at}.${field}`,
    );
  return (
    <section class="flex flex-col gap-3">
      <SectionTitle>{words.synonyms}</SectionTitle>
      <p class="m-0 text-second text-ink-3">{words.synonymsLine}</p>
      <Index each={props.synonyms}>
        {(group, at) => (
          <div class="grid items-start gap-2 rounded-inner border border-line p-3 sm:grid-cols-[10rem_1fr_auto]">
            <TextField
              label={words.word}
              value={group().word}
              maxLength={40}
              autocomplete="off"
              error={props.problem(`synonyms.${at}.word`)}
              onText={(word) => put(at, { ...group(), word }, 'word')}
            />
            <WordsField
              label={words.means}
              separator={ruleWords.join}
              words={group().means}
              error={props.problem(`synonyms.${at}.means`)}
              onWords={(means) => put(at, { ...group(), means }, 'means')}
            />
            <IconButton
              label={words.removeSynonym(group().word)}
              onClick={() =>
                props.onChange(
                  props.synonyms.filter((_, place) => place !== at),
                  'remove',
                )
              }
            >
              <X size={18} />
            </IconButton>
          </div>
        )}
      </Index>
      <Button
        class="self-start"
        icon={<Plus size={16} />}
        onClick={() => props.onChange([...props.synonyms, { word: '', means: [] }], 'add')}
      >
        {words.addSynonym}
      </Button>
    </section>
  );
};

/** 拜访纪要: keywords per concern with their synonyms (R33), words that promise nothing, and the limit. */
export const VisitNotePage: Component = () => {
  const desk = createPart<'visitNote'>(() => 'visitNote');
  const set = (change: Partial<VisitNote>, field: string): void => {
    const part = desk.part();
    if (part !== null) desk.change({ kind: 'visitNote', visitNote: { ...part.visitNote, ...change } }, field);
  };
  const problem = (field: string) => problemAt(desk.shownProblems(), `visitNote.${field}`);
  /** A concern without keywords asks for none: it has no entry. */
  const setKeywords = (note: VisitNote, concern: string, keywords: string[]): void => {
    const { [concern]: _old, ...others } = note.keywords;
    set({ keywords: keywords.length === 0 ? others : { ...others, [concern]: keywords } }, `keywords.${concern}`);
  };
  return (
    <PartPage desk={desk} title={processWords.sections.visitNote}>
      <p class="m-0 text-body text-ink-2">{words.line}</p>
      <Show when={desk.part()?.visitNote}>
        {(note) => (
          <>
            <NumberField
              label={words.limit}
              aside={processSettings.characters}
              value={note().deliverableLimit}
              error={problem('deliverableLimit')}
              onNumber={(deliverableLimit) => set({ deliverableLimit }, 'limit')}
            />
            <section class="flex flex-col gap-3">
              <SectionTitle>{words.keywords}</SectionTitle>
              <For each={CONCERNS}>
                {([concern, name]) => (
                  <WordsField
                    label={name}
                    separator={ruleWords.join}
                    hint={words.keywordHint}
                    words={note().keywords[concern] ?? []}
                    error={problem(`keywords.${concern}`)}
                    onWords={(keywords) => setKeywords(note(), concern, keywords)}
                  />
                )}
              </For>
            </section>
            <Synonyms
              synonyms={note().synonyms}
              problem={problem}
              onChange={(synonyms, field) => set({ synonyms }, `synonyms.${field}`)}
            />
            <WordsField
              label={words.vague}
              separator={ruleWords.join}
              hint={words.vagueHint}
              words={note().vagueWords}
              error={problem('vagueWords')}
              onWords={(vagueWords) => set({ vagueWords }, 'vague')}
            />
          </>
        )}
      </Show>
    </PartPage>
  );
};
