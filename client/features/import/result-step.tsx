import { type Component, createMemo, createSignal, Show } from 'solid-js';
import { PATHS } from '../../app/navigation.ts';
import { importing as words } from '../../locales/zh-CN/import.ts';
import { Banner, Tag } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Download, TriangleAlert } from '../../ui/icons.ts';
import { ListRow } from '../../ui/list.tsx';
import { Segments } from '../../ui/tabs.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { countKinds, type RowResult } from './model.ts';

const TONE = { taken: 'green', merged: 'brand', refused: 'red' } as const;

/** Every row of the file and what became of it; the refused ones can be taken away, mended and brought again. */
export const ResultStep: Component<{
  readonly rows: readonly RowResult[];
  /** Why it stopped in the middle, in a sentence; null = went through. */
  readonly stopped: string | null;
  readonly onDownload: () => void;
  /** Goes on with what was not reached; absent when nothing is left. */
  readonly onGoOn: (() => void) | null;
  readonly onAgain: () => void;
}> = (props) => {
  const [shown, setShown] = createSignal<string>('all');
  const counts = createMemo(() => countKinds(props.rows));
  const rows = createMemo(() => (shown() === 'all' ? props.rows : props.rows.filter(({ kind }) => kind === shown())));
  return (
    <div class="flex h-full min-h-0 flex-col gap-3 px-gutter pt-2 pb-3">
      <Show when={props.stopped} fallback={<p class="m-0 text-body text-ink-2">{words.result.line}</p>}>
        {(reason) => (
          <Banner tone="red" alert={true} icon={<TriangleAlert size={18} />}>
            {words.result.stopped(reason())}
          </Banner>
        )}
      </Show>
      <div class="flex flex-wrap items-center gap-2">
        <Segments
          label={words.result.list}
          items={[
            { id: 'all', label: words.result.all, count: props.rows.length },
            { id: 'taken', label: words.result.taken, count: counts().taken },
            { id: 'merged', label: words.result.merged, count: counts().merged },
            { id: 'refused', label: words.result.refused, count: counts().refused },
          ]}
          value={shown()}
          onChoose={setShown}
        />
        <Show when={counts().refused > 0}>
          <Button icon={<Download size={18} />} onClick={() => props.onDownload()}>
            {words.result.download}
          </Button>
        </Show>
      </div>
      <div class="min-h-0 flex-1 overflow-hidden rounded-card border border-line bg-surface">
        <VirtualList label={words.result.list} items={rows()}>
          {(row) => (
            <ListRow
              title={<span class="truncate">{row.name}</span>}
              bold={false}
              line={
                <>
                  <Tag tone={TONE[row.kind]}>{words.result[row.kind]}</Tag>
                  <span class="truncate">{row.words}</span>
                </>
              }
              right={words.result.row(row.row)}
            />
          )}
        </VirtualList>
      </div>
      <div class="flex gap-2">
        <Show
          when={props.onGoOn}
          fallback={
            <ButtonLink kind="primary" wide={true} href={PATHS.pool}>
              {words.result.toPool}
            </ButtonLink>
          }
        >
          {(goOn) => (
            <Button kind="primary" wide={true} onClick={() => goOn()()}>
              {words.result.goOn}
            </Button>
          )}
        </Show>
        <Button class="shrink-0" onClick={() => props.onAgain()}>
          {words.result.more}
        </Button>
      </div>
    </div>
  );
};
