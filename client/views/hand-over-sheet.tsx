import { type Component, createSignal, Show } from 'solid-js';
import {
  type Command,
  type CustomerId,
  leads,
  type MemberId,
  type MemberState,
  mayHoldType,
  type OrgState,
  type TerritoryId,
  worksIn,
} from '#rules';
import type { DataClient } from '../data/contract.ts';
import { customer as words } from '../locales/zh-CN/customer.ts';
import { roleNames } from '../locales/zh-CN/roles.ts';
import { Banner } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { SelectField, TextArea } from '../ui/field.tsx';
import { useToast } from '../ui/toast.tsx';
import { createKeptText } from './create-kept-text.ts';
import { makeAct } from './make-act.ts';
import { outcomeWords, stageNamesOf } from './refusal-words.ts';

/** Whom it is about. */
export interface HandedCustomer {
  readonly id: CustomerId;
  readonly name: string;
  readonly owner: MemberId | null;
  readonly territory: TerritoryId;
  readonly isPrivate: boolean;
}
export interface HandOverDeps {
  readonly data: DataClient;
  readonly org: () => OrgState | undefined;
  readonly me: () => string | null;
}

/** What the list says for 无人负责; ids never look like this. */
const NOBODY = '-';

/** 交给…: to a colleague who may carry customers, or back into the pool. Whoever leads may take it back at once. */
export const HandOverSheet: Component<{
  readonly customer: HandedCustomer;
  readonly deps: HandOverDeps;
  readonly onClose: () => void;
}> = (props) => {
  const toast = useToast();
  const { data, org, me } = props.deps;
  const act = makeAct(data, () => stageNamesOf(org()?.process));
  const nameOf = (member: string): string => org()?.members[member]?.name ?? '';
  const [to, setTo] = createSignal('');
  const reason = createKeptText(data, `hand-over-${props.customer.id}`);
  const [isMissing, setIsMissing] = createSignal(false);
  const state = () => props.customer;
  const isElsewhere = (person: MemberState): boolean => !worksIn(person, state().territory);
  const chosen = () => org()?.members[to()];
  const territoryName = (): string => org()?.territories.find(({ id }) => id === state().territory)?.name ?? '';
  const colleagues = () =>
    Object.values(org()?.members ?? {})
      .filter(({ id, active, role }) => active && id !== state().owner && mayHoldType(role, 'stageEntered'))
      // Those of the territory first: whoever else takes over gets to see its records.
      .sort((a, b) => Number(isElsewhere(a)) - Number(isElsewhere(b)))
      .map((person) => ({
        value: person.id as string,
        label: words.handOverSheet.roleOf(person.name, roleNames[person.role], isElsewhere(person)),
      }));
  const options = () => [
    ...colleagues(),
    ...(state().owner === null ? [] : [{ value: NOBODY, label: words.handOverSheet.nobody }]),
  ];
  const commandTo = (member: string | null, why: string): Command => ({
    type: 'customerHandedOver',
    subject: state().id,
    payload: { to: member, ...(why === '' ? {} : { reason: why }) },
  });
  /** Only a leader may act on a customer that is no longer his own. */
  const mayUndo = (member: string | null): boolean => {
    const company = org();
    const self = me();
    return !!company && self !== null && leads(company, self as MemberId, member as MemberId | null, state().territory);
  };
  const save = async (): Promise<void> => {
    setIsMissing(to() === '');
    if (isMissing()) return;
    const member = to() === NOBODY ? null : to();
    const before = state().owner;
    const back = commandTo(before, '');
    const said = member === null ? words.handOverSheet.released : words.handOverSheet.done(nameOf(member));
    const undo = mayUndo(member);
    if ((await act.run(commandTo(member, reason.text().trim()))) === null) return;
    void reason.drop();
    const takeBack = async (): Promise<void> => {
      const wrong = outcomeWords(await data.run(back));
      toast.show(wrong === null ? { text: words.handOverSheet.undone } : { text: wrong, kind: 'refusal' });
    };
    toast.show({
      text: said,
      ...(undo ? { undo: { label: words.handOverSheet.undo, run: () => void takeBack() } } : {}),
    });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.handOverSheet.title}
      line={words.handOverSheet.line(props.customer.name)}
      closeLabel={words.close}
      foot={
        <Show when={!state().isPrivate}>
          <Button kind={to() === '' ? 'outline' : 'primary'} wide={true} onClick={() => void save()}>
            {words.handOverSheet.act}
          </Button>
        </Show>
      }
    >
      <Show when={!state().isPrivate} fallback={<Banner>{words.handOverSheet.privateFirst}</Banner>}>
        <div class="flex flex-col gap-4 pb-2">
          <Show when={act.problem('reason')}>
            {(said) => (
              <Banner tone="red" alert={true}>
                {said()}
              </Banner>
            )}
          </Show>
          <SelectField
            label={words.handOverSheet.to}
            placeholder={words.handOverSheet.choose}
            value={to()}
            options={options()}
            error={isMissing() ? words.handOverSheet.missing : null}
            onChoose={(value) => {
              setIsMissing(false);
              setTo(value);
            }}
          />
          <Show when={chosen()}>
            {(person) => (
              <Show when={isElsewhere(person())}>
                <Banner>{words.handOverSheet.elsewhere(person().name, territoryName())}</Banner>
              </Show>
            )}
          </Show>
          <Show when={to() !== '' && !mayUndo(to() === NOBODY ? null : to())}>
            <p class="m-0 text-second text-ink-2">{words.handOverSheet.noWayBack}</p>
          </Show>
          <TextArea
            label={words.handOverSheet.reason}
            optionalWord={words.handOverSheet.optional}
            hint={words.handOverSheet.reasonHint}
            value={reason.text()}
            error={act.errorOf('reason')}
            onText={reason.setText}
          />
        </div>
      </Show>
    </Sheet>
  );
};
