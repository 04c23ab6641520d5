import { type Component, createSignal, For, Match, Show, Switch } from 'solid-js';
import type { MemberState } from '#rules';
import { useData, useMe, useOrg } from '../../app/data-context.tsx';
import { Page } from '../../app/page.tsx';
import { shell } from '../../locales/zh-CN/shell.ts';
import { team as words } from '../../locales/zh-CN/team.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Pencil, Plus, UserPlus } from '../../ui/icons.ts';
import { Card, ListRow, SectionTitle } from '../../ui/list.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';
import { LinkSheet } from './link-sheet.tsx';
import { MemberSheet } from './member-sheet.tsx';
import { peopleInOrder, seesEverything } from './people.ts';
import { PeopleList } from './people-list.tsx';
import { PersonSheet } from './person-sheet.tsx';
import { StoresSection } from './stores-section.tsx';

type Open =
  | { readonly kind: 'none' }
  | { readonly kind: 'invite' }
  | { readonly kind: 'person'; readonly person: MemberState }
  | { readonly kind: 'leave'; readonly person: MemberState }
  | { readonly kind: 'link'; readonly member: string; readonly name: string }
  | { readonly kind: 'territory'; readonly id: string | null; readonly name: string };

const TerritorySheet: Component<{ readonly id: string | null; readonly name: string; readonly onClose: () => void }> = (
  props,
) => {
  const data = useData();
  const [name, setName] = createSignal(props.name);
  const [problem, setProblem] = createSignal<string | null>(null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (name().trim() === '') return;
    const outcome = await data.run({
      type: 'territoryDefined',
      subject: 'org',
      payload: { territory: props.id ?? data.newId(), name: name().trim() },
    });
    const wrong = outcomeWords(outcome);
    setProblem(wrong);
    if (wrong === null) props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={props.id === null ? words.addTerritory : words.renameTerritory}
      closeLabel={shell.close}
    >
      <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <TextField label={words.territoryName} value={name()} onText={setName} maxLength={40} error={problem()} />
        <Button kind="primary" wide={true} type="submit">
          {words.form.save}
        </Button>
      </form>
    </Sheet>
  );
};

/** 团队与权限: who is here, who is invited, who leads whom, in which territory. */
export const TeamPage: Component = () => {
  const org = useOrg();
  const me = useMe();
  const [open, setOpen] = createSignal<Open>({ kind: 'none' });
  const close = (): void => void setOpen({ kind: 'none' });
  const as = <K extends Open['kind']>(kind: K): Extract<Open, { kind: K }> | null => {
    const now = open();
    return now.kind === kind ? (now as Extract<Open, { kind: K }>) : null;
  };
  return (
    <Page
      title={words.title}
      aside={<Show when={org()}>{(state) => <>{words.people(peopleInOrder(state(), true).length)}</>}</Show>}
      acts={
        <Button kind="primary" icon={<UserPlus size={18} />} onClick={() => setOpen({ kind: 'invite' })}>
          {words.invite}
        </Button>
      }
      hideSync={true}
      back="/settings"
    >
      <Show when={org()}>
        {(state) => (
          <div class="mx-auto flex max-w-3xl flex-col gap-5 pt-2">
            <PeopleList org={state()} onOpen={(person) => setOpen({ kind: 'person', person })}>
              <div>
                <SectionTitle>{words.territories}</SectionTitle>
                <Card flush={true}>
                  <For each={state().territories}>
                    {(territory) => (
                      <Show
                        when={seesEverything(me.role() ?? 'rep')}
                        fallback={<ListRow title={territory.name} bold={false} />}
                      >
                        <ListRow
                          title={territory.name}
                          bold={false}
                          right={
                            <span class="inline-flex items-center gap-1.5">
                              <Pencil size={14} />
                              {words.renameTerritory}
                            </span>
                          }
                          onPress={() => setOpen({ kind: 'territory', id: territory.id, name: territory.name })}
                        />
                      </Show>
                    )}
                  </For>
                </Card>
                <Show when={seesEverything(me.role() ?? 'rep')}>
                  <Button
                    kind="text"
                    icon={<Plus size={18} />}
                    onClick={() => setOpen({ kind: 'territory', id: null, name: '' })}
                  >
                    {words.addTerritory}
                  </Button>
                </Show>
              </div>
              <StoresSection org={state()} mayEdit={seesEverything(me.role() ?? 'rep')} />
            </PeopleList>
            <Switch>
              <Match when={as('invite')}>
                <MemberSheet
                  org={state()}
                  person={null}
                  onClose={close}
                  onLink={(member, name) => setOpen({ kind: 'link', member, name })}
                  onLeave={(person) => setOpen({ kind: 'leave', person })}
                />
              </Match>
              <Match when={as('person')} keyed>
                {(now) => {
                  const about = {
                    onClose: close,
                    onLink: (member: string, name: string) => setOpen({ kind: 'link', member, name }),
                  };
                  // What changed meanwhile, his leave for one, shows.
                  const person = () => state().members[now.person.id] ?? now.person;
                  return (
                    <Show
                      when={seesEverything(me.role() ?? 'rep')}
                      fallback={<PersonSheet org={state()} person={person()} {...about} />}
                    >
                      <MemberSheet
                        org={state()}
                        person={person()}
                        {...about}
                        onLeave={() => setOpen({ kind: 'leave', person: person() })}
                      />
                    </Show>
                  );
                }}
              </Match>
              <Match when={as('leave')} keyed>
                {(now) => (
                  <PersonSheet
                    org={state()}
                    person={state().members[now.person.id] ?? now.person}
                    onClose={close}
                    onLink={(member, name) => setOpen({ kind: 'link', member, name })}
                  />
                )}
              </Match>
              <Match when={as('link')} keyed>
                {(now) => <LinkSheet member={now.member} name={now.name} onClose={close} />}
              </Match>
              <Match when={as('territory')} keyed>
                {(now) => <TerritorySheet id={now.id} name={now.name} onClose={close} />}
              </Match>
            </Switch>
          </div>
        )}
      </Show>
    </Page>
  );
};
