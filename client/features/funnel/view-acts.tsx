import { type Component, Show } from 'solid-js';
import { civilDate, shanghaiDay } from '#rules';
import { useNow } from '../../app/data-context.tsx';
import { downloadBlob } from '../../app/download.ts';
import type { HeatmapAnswer } from '../../data/board-contract.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ImageDown, LayoutGrid, Link, Printer, Table } from '../../ui/icons.ts';
import { useToast } from '../../ui/toast.tsx';
import type { BoardAddress } from './board-address.ts';
import { boardPicture } from './board-picture.ts';
import type { Filters } from './filters.tsx';

const dateWords = (atMs: number): string => {
  const { year, month, day } = civilDate(shanghaiDay(atMs));
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
};

/** Map or table, link, print, picture: what is done with the view as a whole. */
export const ViewActs: Component<{
  readonly address: BoardAddress;
  readonly isWide: boolean;
  /** The filter in words, and what is not in the figures. */
  readonly filters: Filters;
  readonly answers: () => readonly HeatmapAnswer[];
}> = (props) => {
  const now = useNow();
  const toast = useToast();
  const copyLink = async (): Promise<void> => {
    const link = location.href;
    try {
      await navigator.clipboard.writeText(link);
      toast.show({ text: words.copied });
    } catch {
      toast.show({ text: words.copyFailed(link), kind: 'refusal' });
    }
  };
  const save = async (): Promise<void> => {
    const line = words.printed(props.filters.words(), dayAndTime(now(), now()));
    for (const answer of props.answers()) {
      const { name } = answer.component;
      const blob = await boardPicture(answer, { title: name, line, remark: props.filters.remark() });
      if (blob === null) toast.show({ text: words.pictureFailed, kind: 'refusal' });
      else downloadBlob(words.pictureName(name, dateWords(now())), blob);
    }
  };
  const turn = () => (props.address.isTable() ? words.asMap : words.asTable);
  return (
    <span class="flex items-center gap-1 print:hidden">
      <Show
        when={props.isWide}
        fallback={
          <IconButton quiet={true} label={turn()} onClick={() => props.address.turn()}>
            {props.address.isTable() ? <LayoutGrid size={20} /> : <Table size={20} />}
          </IconButton>
        }
      >
        <Button kind="quiet" onClick={() => props.address.turn()}>
          {turn()}
        </Button>
        <IconButton quiet={true} label={words.print} onClick={() => window.print()}>
          <Printer size={18} />
        </IconButton>
      </Show>
      <IconButton quiet={true} label={words.picture} onClick={() => void save()}>
        <ImageDown size={18} />
      </IconButton>
      <IconButton quiet={true} label={words.copyLink} onClick={() => void copyLink()}>
        <Link size={18} />
      </IconButton>
    </span>
  );
};
