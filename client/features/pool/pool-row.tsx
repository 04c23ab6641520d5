import { type Component, For, Show } from 'solid-js';
import { territoryName } from '#rules';
import { useNow, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { PoolRow } from '../../data/contract.ts';
import { pool as words } from '../../locales/zh-CN/pool.ts';
import { Tag } from '../../ui/badge.tsx';
import { Lock } from '../../ui/icons.ts';
import { ListRow } from '../../ui/list.tsx';
import { MiniTrack } from '../../ui/stage-track.tsx';
import { dayNear } from '../../views/day-near.ts';
import { MarkGlyph } from '../../views/mark-glyph.tsx';

interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** The name cut at its matches. */
const pieces = ({ name, matches }: PoolRow): readonly Piece[] => {
  const cut: Piece[] = [];
  let at = 0;
  for (const [from, to] of matches) {
    if (from > at) cut.push({ text: name.slice(at, from), hit: false });
    cut.push({ text: name.slice(from, to), hit: true });
    at = to;
  }
  return at < name.length ? [...cut, { text: name.slice(at), hit: false }] : cut;
};

const Name: Component<{ readonly row: PoolRow }> = (props) => (
  <>
    <span class="truncate">
      <For each={pieces(props.row)}>
        {(piece) => <span class={piece.hit ? 'font-bold text-brand-text' : ''}>{piece.text}</span>}
      </For>
    </span>
    <Show when={props.row.isPrivate}>
      <Tag tone="edge">
        <Lock size={12} /> {words.private}
      </Tag>
    </Show>
    <Show when={props.row.hasConflict}>
      <Tag tone="yellow">{words.conflict}</Tag>
    </Show>
    <Show when={props.row.unsynced}>
      <Tag tone="brand">{words.unsynced}</Tag>
    </Show>
  </>
);

/** Where it belongs, and that this is all there is to see from here. */
const Elsewhere: Component<{ readonly row: PoolRow }> = (props) => {
  const org = useOrg();
  return <>{words.elsewhere(territoryName(org(), props.row.territory) ?? '')}</>;
};

const Stage: Component<{ readonly row: PoolRow }> = (props) => {
  const org = useOrg();
  const name = () => org()?.process.stages.find(({ id }) => id === props.row.stage)?.name ?? props.row.stage;
  const isOver = () => props.row.overdueDays > 0;
  return (
    <Show
      when={props.row.ended}
      fallback={
        <>
          <MiniTrack index={props.row.stageIndex} count={props.row.stageCount} over={isOver()} />
          <span class={isOver() ? 'text-red-text' : ''}>
            {isOver()
              ? words.over(name(), props.row.overdueDays)
              : words.stage(name(), props.row.dwellDays, props.row.limitDays)}
          </span>
        </>
      }
    >
      {(ended) => <>{words.ended[ended()]}</>}
    </Show>
  );
};

/** One customer: mark, name, stage and time used; right what comes next. */
export const PoolListRow: Component<{ readonly row: PoolRow; readonly selected: boolean }> = (props) => {
  const now = useNow();
  const next = () => (props.row.basicsOnly ? null : props.row.next);
  const fallback = (): string => {
    if (props.row.basicsOnly) return '';
    return props.row.owner === null ? words.unowned : words.noNext;
  };
  return (
    <ListRow
      lead={
        // Not marked is something one knows: of customers elsewhere nothing is.
        <Show when={props.row.basicsOnly} fallback={<MarkGlyph look={props.row.mark} size={22} />}>
          <Lock size={18} class="text-ink-3" />
        </Show>
      }
      title={<Name row={props.row} />}
      line={
        <Show when={props.row.basicsOnly} fallback={<Stage row={props.row} />}>
          <Elsewhere row={props.row} />
        </Show>
      }
      right={
        <Show when={next()} fallback={fallback()}>
          {(step) => (
            <span class={step().atMs < now() ? 'font-semibold text-red-text' : 'font-medium text-ink'}>
              {dayNear(step().atMs, now())}
            </span>
          )}
        </Show>
      }
      rightLine={next()?.text ?? props.row.ownerName}
      href={`${PATHS.pool}/${props.row.id}`}
      selected={props.selected}
    />
  );
};
