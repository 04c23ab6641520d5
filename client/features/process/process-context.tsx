import {
  type Accessor,
  type Component,
  createContext,
  createMemo,
  createSignal,
  onCleanup,
  type ParentProps,
  Show,
  useContext,
} from 'solid-js';
import type { Process } from '#rules';
import { useData } from '../../app/data-context.tsx';
import { Page } from '../../app/page.tsx';
import type { ProcessAnswer } from '../../data/contract.ts';
import { process as words } from '../../locales/zh-CN/process.ts';
import { createDraftBook, type DraftBook } from './draft-book.ts';
import { type PartVersion, partVersionsOf, processAhead } from './part-history.ts';

interface ProcessDesk {
  readonly answer: Accessor<ProcessAnswer>;
  /** What waits for its seal already in place: whoever published a field offline can use it at once. */
  readonly process: Accessor<Process>;
  readonly versionsOf: (key: string) => readonly PartVersion[];
  readonly book: DraftBook;
}
const ProcessContext = createContext<ProcessDesk>();

/** The process and its drafts; only below {@link ProcessSection}. */
export const useProcess = (): ProcessDesk => {
  const desk = useContext(ProcessContext);
  if (!desk) throw new Error('a page of the designer outside its section');
  return desk;
};

const Desk: Component<ParentProps<{ readonly answer: ProcessAnswer; readonly book: DraftBook }>> = (props) => {
  const process = createMemo(() => processAhead(props.answer.process, props.answer.changes));
  const desk: ProcessDesk = {
    answer: () => props.answer,
    process,
    versionsOf: (key) => partVersionsOf(props.answer.changes, key),
    book: props.book,
  };
  return <ProcessContext.Provider value={desk}>{props.children}</ProcessContext.Provider>;
};

/** Everything under 流程 shares one answer and one book of drafts. Values are plain: drafts are made of them. */
export const ProcessSection: Component<ParentProps> = (props) => {
  const data = useData();
  const book = createDraftBook();
  const [answer, setAnswer] = createSignal<ProcessAnswer>();
  onCleanup(data.watch({ kind: 'process' }, setAnswer));
  return (
    <Show when={book.isLoaded() && answer()} fallback={<Page title={words.title} isPending={true} />}>
      {(found) => (
        <Desk answer={found()} book={book}>
          {props.children}
        </Desk>
      )}
    </Show>
  );
};
