import { type Component, createSignal, Show } from 'solid-js';
import { leads, type MemberId, mayHoldType } from '#rules';
import { useMe, useNow, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { CellAnswer } from '../../data/board-contract.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { Button, ButtonLink, IconButton } from '../../ui/button.tsx';
import { ArrowRightLeft, Ellipsis, Pencil, Phone, TrendingUp } from '../../ui/icons.ts';
import { ListRow } from '../../ui/list.tsx';
import { maySpreadTasks } from '../../views/assign-sheet.tsx';
import { MarkGlyph } from '../../views/mark-glyph.tsx';
import type { RowAct } from './row-sheets.tsx';

type Row = CellAnswer['rows'][number];

const FollowUp: Component<{ readonly row: Row }> = (props) => {
  const now = useNow();
  return (
    <Show when={props.row.lastFollowUp} fallback={words.noFollowUp}>
      {(last) => (
        <>
          {dayAndTime(last().atMs, now())} {words.followUp[last().kind] ?? ''} {last().text}
        </>
      )}
    </Show>
  );
};

/** Shown while the row has the pointer or the focus; on a touch screen by its own button. */
const WHEN_LOOKED_AT = 'hidden group-focus-within:flex group-hover:flex';
const SMALL = 'min-h-11! px-2.5! text-second! font-normal! lg:min-h-8! lg:px-1.5!';

/** A customer of the cell: how late, what was done last, and what to do now. */
export const CohortRow: Component<{
  readonly row: Row;
  readonly isTouched: boolean;
  readonly onAct: (act: RowAct) => void;
}> = (props) => {
  const me = useMe();
  const org = useOrg();
  const [isOpen, setIsOpen] = createSignal(false);
  const customer = () => props.row.customer;
  /** Only who leads there acts on a customer in 待清洗池 (R23). */
  const isLed = (): boolean => {
    const [company, member] = [org(), me.member()];
    const { owner, territory } = customer();
    return company !== undefined && member !== null && leads(company, member as MemberId, owner, territory);
  };
  const may = (type: 'visitNoteRecorded' | 'customerHandedOver'): boolean => {
    const role = me.role();
    return role !== null && mayHoldType(role, type) && (!props.row.isPooled || isLed());
  };
  /** Its owner and who leads him: to anybody else it would be refused once he has chosen and written why. */
  const mayHandOver = (): boolean => may('customerHandedOver') && (customer().owner === me.member() || isLed());
  const mayEscalate = (): boolean => {
    const [company, member] = [org(), me.member()];
    if (props.row.isPooled || company === undefined || member === null) return false;
    return maySpreadTasks(company, member as MemberId, customer());
  };
  const right = (): string => {
    if (props.isTouched) return words.times(props.row.times);
    return props.row.overdueDays > 0 ? words.overdueBy(props.row.overdueDays) : words.stay(props.row.dwellDays);
  };
  return (
    <div class="group">
      <div class="flex items-center border-b border-line">
        <div class="min-w-0 flex-1 [&>*]:border-b-0">
          <ListRow
            lead={<MarkGlyph look={customer().mark} size={20} />}
            title={<span class="truncate">{customer().name}</span>}
            line={<FollowUp row={props.row} />}
            right={<span class={props.row.overdueDays > 0 ? 'font-semibold text-red-text' : ''}>{right()}</span>}
            rightLine={customer().ownerName ?? words.nobody}
            alarm={props.row.highlighted}
            href={`${PATHS.pool}/${customer().id}`}
          />
        </div>
        <IconButton
          class="mr-1 shrink-0 pointer-fine:hidden"
          quiet={true}
          label={words.more(customer().name)}
          aria-expanded={isOpen()}
          onClick={() => setIsOpen(!isOpen())}
        >
          <Ellipsis size={18} />
        </IconButton>
      </div>
      <fieldset
        aria-label={words.acts(customer().name)}
        class={`m-0 flex-wrap gap-1.5 border-0 border-b border-solid border-line px-gutter py-2 ${isOpen() ? 'flex' : WHEN_LOOKED_AT}`}
      >
        <Button class={SMALL} icon={<Phone size={15} />} onClick={() => props.onAct({ kind: 'call', row: props.row })}>
          {words.call}
        </Button>
        <Show when={may('visitNoteRecorded')}>
          <ButtonLink
            class={`${SMALL} no-underline`}
            icon={<Pencil size={15} />}
            href={`${PATHS.note}/${customer().id}`}
          >
            {words.write}
          </ButtonLink>
        </Show>
        <Show when={mayHandOver()}>
          <Button
            class={SMALL}
            icon={<ArrowRightLeft size={15} />}
            onClick={() => props.onAct({ kind: 'handOver', row: props.row })}
          >
            {words.handOver}
          </Button>
        </Show>
        <Show when={mayEscalate()}>
          <Button
            class={SMALL}
            icon={<TrendingUp size={15} />}
            onClick={() => props.onAct({ kind: 'escalate', row: props.row })}
          >
            {words.escalate}
          </Button>
        </Show>
        <Show when={props.row.isPooled}>
          <span class="self-center px-2.5 text-meta text-ink-3">{words.pooled}</span>
        </Show>
      </fieldset>
    </div>
  );
};
