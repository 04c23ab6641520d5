import { type Component, createSignal, For, Match, onCleanup, onMount, Show, Switch } from 'solid-js';
import type { PayloadOf, PersonContact } from '#rules';
import { useData, useMe } from '../../../app/data-context.tsx';
import type { CustomerAnswer, RevealOutcome } from '../../../data/contract.ts';
import { customerContacts as words } from '../../../locales/zh-CN/customer-contacts.ts';
import { Button } from '../../../ui/button.tsx';
import { CloudOff, Lock, Plus, User } from '../../../ui/icons.ts';
import { Card, EmptyState } from '../../../ui/list.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { outcomeWords } from '../../../views/refusal-words.ts';
import { removeContact, type SaveContact } from './contact-form.ts';
import { ContactSheet } from './contact-sheet.tsx';
import { PersonCard } from './person-card.tsx';

type Contact = PayloadOf<'contactSaved'>;

const Hidden: Component<{
  readonly isOwn: boolean;
  readonly reason: 'notEntitled' | 'offline';
  readonly onRetry: () => void;
}> = (props) => {
  const says = () => {
    if (props.reason === 'notEntitled') return words.notEntitled;
    return props.isOwn ? words.offlineOwn : words.offline;
  };
  return (
    <EmptyState
      icon={<CloudOff size={26} />}
      title={says().title}
      line={says().line}
      act={<Button onClick={() => props.onRetry()}>{words.retry}</Button>}
    />
  );
};

/**
 * The people of a customer this person may see. Own ones are shown at once, others at a tap that the relay logs;
 * what was shown lives in this component alone and goes with it.
 */
export const PeopleList: Component<{ readonly customer: CustomerAnswer; readonly mayEdit: boolean }> = (props) => {
  const data = useData();
  const me = useMe();
  const toast = useToast();
  const [outcome, setOutcome] = createSignal<RevealOutcome | null>(null);
  const [isAsking, setIsAsking] = createSignal(false);
  const [edited, setEdited] = createSignal<Contact | 'new' | null>(null);
  const id = () => props.customer.state.id;
  const isOwn = () => props.customer.state.owner === me.member();
  let isGone = false;
  onCleanup(() => {
    isGone = true;
  });

  /** Looks again; what is shown stays when the network does not answer. */
  const reveal = async (): Promise<void> => {
    setIsAsking(true);
    const found = await data.revealContacts(id());
    if (isGone) return;
    setIsAsking(false);
    if (found.kind === 'contacts' || outcome()?.kind !== 'contacts') setOutcome(found);
  };
  onMount(() => {
    if (isOwn()) void reveal();
  });
  const people = (): readonly PersonContact[] | null => {
    const shown = outcome();
    return shown?.kind === 'contacts' ? shown.people : null;
  };
  const hidden = () => {
    const shown = outcome();
    return shown?.kind === 'hidden' ? shown : null;
  };

  const run = async (command: SaveContact): Promise<boolean> => {
    const said = outcomeWords(await data.run(command));
    if (said !== null) toast.show({ text: said, kind: 'refusal' });
    else await reveal();
    return said === null;
  };
  const save = (contact: Contact): Promise<boolean> => run({ type: 'contactSaved', subject: id(), payload: contact });
  const remove = async (contact: Contact): Promise<void> => {
    if (!(await run(removeContact(id(), contact)))) return;
    toast.show({
      text: words.removed(contact.name),
      undo: { label: words.undo, run: () => void save(contact) },
    });
  };
  const add = () => (
    <Show when={props.mayEdit}>
      <Button icon={<Plus size={18} />} onClick={() => setEdited('new')}>
        {words.add}
      </Button>
    </Show>
  );
  return (
    <>
      <Switch
        fallback={
          <Show when={!isOwn() && !isAsking()}>
            <EmptyState
              icon={<Lock size={26} />}
              title={words.reveal}
              line={words.revealLine}
              act={
                <Button kind="outline" onClick={() => void reveal()}>
                  {words.reveal}
                </Button>
              }
            />
          </Show>
        }
      >
        <Match when={hidden()}>
          {(why) => (
            <div class="flex flex-col items-center">
              <Hidden isOwn={isOwn()} reason={why().reason} onRetry={() => void reveal()} />
              <Show when={why().reason === 'offline'}>{add()}</Show>
            </div>
          )}
        </Match>
        <Match when={people()}>
          {(list) => (
            <Show
              when={list().length > 0}
              fallback={
                <EmptyState icon={<User size={26} />} title={words.empty.title} line={words.empty.line} act={add()} />
              }
            >
              <div class="flex flex-col gap-3">
                <Card flush={true} label={words.title}>
                  <ul class="m-0 list-none p-0">
                    <For each={list()}>
                      {(contact) => (
                        <PersonCard
                          contact={contact}
                          mayEdit={props.mayEdit}
                          onEdit={setEdited}
                          onRemove={(one) => void remove(one)}
                          onUse={(one) => void save(one)}
                        />
                      )}
                    </For>
                  </ul>
                </Card>
                <div class="flex gap-2">
                  {add()}
                  <Show when={!isOwn()}>
                    <Button kind="text" onClick={() => setOutcome(null)}>
                      {words.hide}
                    </Button>
                  </Show>
                </div>
              </div>
            </Show>
          )}
        </Match>
      </Switch>
      <Show when={edited()} keyed={true}>
        {(contact) => (
          <ContactSheet
            customer={id()}
            customerName={props.customer.row.name}
            contact={contact === 'new' ? null : contact}
            onClose={() => setEdited(null)}
            onSaved={() => {
              setEdited(null);
              void reveal();
            }}
          />
        )}
      </Show>
    </>
  );
};
