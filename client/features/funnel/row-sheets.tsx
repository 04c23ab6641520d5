import { type Component, createResource, createSignal, For, Match, Show, Switch } from 'solid-js';
import { useAssignDeps } from '../../app/assign-deps.ts';
import { useData, useMe, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { CellAnswer } from '../../data/board-contract.ts';
import { customerContacts } from '../../locales/zh-CN/customer-contacts.ts';
import { funnel as words } from '../../locales/zh-CN/funnel.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Phone } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { type AssignDeps, AssignSheet } from '../../views/assign-sheet.tsx';
import { dialled } from '../../views/dialled.ts';
import { HandOverSheet } from '../../views/hand-over-sheet.tsx';

type Row = CellAnswer['rows'][number];
export interface RowAct {
  readonly kind: 'call' | 'handOver' | 'escalate';
  readonly row: Row;
}

/** Numbers of the customer: own ones at once, others at a press, which the relay logs; they go with the sheet. */
const CallSheet: Component<{ readonly customer: Row['customer']; readonly onClose: () => void }> = (props) => {
  const data = useData();
  const me = useMe();
  const isOwn = () => props.customer.owner === me.member();
  const [isAsked, setIsAsked] = createSignal(false);
  const [found] = createResource(
    () => (isOwn() || isAsked() ? props.customer.id : null),
    (id) => data.revealContacts(id),
  );
  const numbers = () => {
    const outcome = found.latest;
    if (outcome?.kind !== 'contacts') return null;
    return outcome.people.flatMap(({ leaves }) =>
      leaves.flatMap(({ payload: { name, phone, removed } }) => (phone && !removed ? [{ name, phone }] : [])),
    );
  };
  const hidden = () => {
    const outcome = found.latest;
    if (outcome?.kind !== 'hidden') return null;
    if (outcome.reason === 'notEntitled') return customerContacts.locked;
    return isOwn() ? customerContacts.offlineOwn : customerContacts.offline;
  };
  const toCustomer = () => <ButtonLink href={`${PATHS.pool}/${props.customer.id}`}>{words.toCustomer}</ButtonLink>;
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.callTitle(props.customer.name)}
      closeLabel={words.close}
    >
      <Switch
        fallback={
          <Show when={!isOwn() && !isAsked()}>
            <div class="flex flex-col items-start gap-3 pb-3">
              <p class="m-0 text-body text-ink-2">{words.callLogged}</p>
              <Button kind="outline" onClick={() => setIsAsked(true)}>
                {words.showNumbers}
              </Button>
            </div>
          </Show>
        }
      >
        <Match when={hidden()}>
          {(why) => <EmptyState icon={<Phone size={26} />} title={why().title} line={why().line} act={toCustomer()} />}
        </Match>
        <Match when={numbers()}>
          {(list) => (
            <Show
              when={list().length > 0}
              fallback={<EmptyState icon={<Phone size={26} />} title={words.noNumbers} act={toCustomer()} />}
            >
              <ul class="m-0 flex list-none flex-col gap-2 p-0 pb-3">
                <For each={list()}>
                  {({ name, phone }) => (
                    <li>
                      <ButtonLink
                        wide={true}
                        icon={<Phone size={18} />}
                        href={`tel:${dialled(phone)}`}
                        aria-label={`${customerContacts.call(name)} ${phone}`}
                      >
                        {name} {phone}
                      </ButtonLink>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Match>
      </Switch>
    </Sheet>
  );
};

/** 升级: a task about the customer for whoever can move it, belonging to the cell it was seen in. */
const EscalateSheet: Component<{
  readonly row: Row;
  readonly stay: Stay | null;
  readonly deps: AssignDeps;
  readonly onClose: () => void;
}> = (props) => {
  const toast = useToast();
  const origin = () => (props.stay === null ? {} : { origin: { kind: 'cell' as const, ...props.stay } });
  return (
    <AssignSheet
      targets={[props.row.customer]}
      deps={props.deps}
      start={{ title: words.escalateTask(props.row.overdueDays), isForOther: true, ...origin() }}
      onClose={() => props.onClose()}
      onDone={(said) => {
        props.onClose();
        toast.show({ text: said });
      }}
    />
  );
};

/** Stage and week of the cell, where it is one of those. */
export interface Stay {
  readonly stage: string;
  readonly week: string;
}

/** What an act on a row opens. */
export const RowSheets: Component<{
  readonly act: RowAct | null;
  readonly stay: Stay | null;
  readonly onClose: () => void;
}> = (props) => {
  const data = useData();
  const org = useOrg();
  const me = useMe();
  const assigning = useAssignDeps();
  const of = (kind: RowAct['kind']) => (props.act?.kind === kind ? props.act.row.customer : null);
  return (
    <>
      <Show when={of('call')}>{(customer) => <CallSheet customer={customer()} onClose={() => props.onClose()} />}</Show>
      <Show when={of('handOver')}>
        {(customer) => (
          <HandOverSheet customer={customer()} deps={{ data, org, me: me.member }} onClose={() => props.onClose()} />
        )}
      </Show>
      <Show when={props.act?.kind === 'escalate' && props.act.row}>
        {(row) => (
          <Show when={assigning()}>
            {(deps) => <EscalateSheet row={row()} stay={props.stay} deps={deps()} onClose={() => props.onClose()} />}
          </Show>
        )}
      </Show>
    </>
  );
};
