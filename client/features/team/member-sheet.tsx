import { type Component, createSignal, For, Show } from 'solid-js';
import type { MemberState, OrgState, Role } from '#rules';
import { LEADING_ROLES } from '#rules';
import { useData, useMe } from '../../app/data-context.tsx';
import { roleLines, roleNames } from '../../locales/zh-CN/roles.ts';
import { shell } from '../../locales/zh-CN/shell.ts';
import { team as words } from '../../locales/zh-CN/team.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { CheckRow, SelectField, TextField } from '../../ui/field.tsx';
import { Problem, ProblemLine } from '../../ui/problem.tsx';
import { useToast } from '../../ui/toast.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';
import { givableTerritories, invitableRoles, linkWords, seesEverything, storesFor } from './people.ts';
import { changed, given, type Work, WorkFields } from './work-fields.tsx';

export interface MemberSheetProps {
  readonly org: OrgState;
  /** Whom to change; null = invite somebody new. */
  readonly person: MemberState | null;
  readonly onClose: () => void;
  /** Wants an invitation link for this member. */
  readonly onLink: (member: string, name: string) => void;
  /** His leave is entered on a sheet of its own: what stands there is not part of this form. */
  readonly onLeave: (person: MemberState) => void;
}

interface Form {
  readonly name: string;
  readonly role: Role;
  readonly territories: readonly string[];
  readonly manager: string;
  readonly title: string;
  readonly store: string;
  readonly hiredAt: number | null;
}
interface Trouble {
  readonly name?: string;
  readonly territories?: string;
  readonly other?: string;
}

const troubleOf = (form: Form): Trouble | null => {
  if (form.name.trim() === '') return { name: words.form.needName };
  return form.territories.length === 0 && !seesEverything(form.role) ? { territories: words.form.needTerritory } : null;
};

const TerritoryChoice: Component<{
  readonly territories: OrgState['territories'];
  readonly chosen: readonly string[];
  readonly problem: string | undefined;
  readonly onChange: (chosen: readonly string[]) => void;
}> = (props) => (
  <fieldset class="m-0 min-w-0 border-0 p-0">
    <legend class="p-0 text-second font-semibold text-ink-2">{words.form.territories}</legend>
    <For each={props.territories}>
      {(territory) => (
        <CheckRow
          label={territory.name}
          checked={props.chosen.includes(territory.id)}
          onChange={(on) =>
            props.onChange(on ? [...props.chosen, territory.id] : props.chosen.filter((id) => id !== territory.id))
          }
        />
      )}
    </For>
    <ProblemLine text={props.problem} />
  </fieldset>
);

/** Invites somebody, or changes name, role, territories and manager of somebody who is here. */
export const MemberSheet: Component<MemberSheetProps> = (props) => {
  const data = useData();
  const me = useMe();
  const toast = useToast();
  const mine = givableTerritories(props.org, me.role(), me.member() as MemberState['id'] | null);
  const start = props.person;
  const [form, setForm] = createSignal<Form>({
    name: start?.name ?? '',
    role: start?.role ?? 'rep',
    territories: start?.territories ?? (mine.length === 1 ? mine.map(({ id }) => id) : []),
    manager: start?.manager ?? '',
    title: start?.title ?? '',
    store: start?.store ?? '',
    hiredAt: start?.hiredAt ?? null,
  });
  const [trouble, setTrouble] = createSignal<Trouble>({});
  const patch = (part: Partial<Form>): void => {
    setForm((now) => ({ ...now, ...part }));
    setTrouble({});
  };
  const roles = (): readonly Role[] => {
    const allowed = invitableRoles(me.role());
    return start === null || allowed.includes(start.role) ? allowed : [start.role, ...allowed];
  };
  /** As the relay will judge it (AU-4): nobody but the owner lets in an owner or an administrator. */
  const mayLetIn = (person: MemberState): boolean =>
    person.active && person.id !== me.member() && (me.role() === 'owner' || !seesEverything(person.role));
  const leaders = () =>
    Object.values(props.org.members).filter(
      (person) => person.active && LEADING_ROLES.has(person.role) && person.id !== start?.id,
    );
  const payload = () => ({
    name: form().name.trim(),
    role: form().role,
    territories: [...form().territories],
    ...(form().manager === '' ? {} : { manager: form().manager }),
  });
  const work = (): Work => {
    const { title, store, hiredAt } = form();
    // A store of a territory that was unticked goes with it.
    return {
      title: title.trim(),
      hiredAt,
      store: storesFor(props.org, form()).some(({ id }) => id === store) ? store : '',
    };
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const wrong = troubleOf(form());
    if (wrong !== null) {
      setTrouble(wrong);
      return;
    }
    const member = start?.id ?? data.newId();
    const outcome = await data.run(
      start === null
        ? { type: 'memberInvited', subject: 'org', payload: { member, ...payload(), ...given(work()) } }
        : { type: 'memberChanged', subject: 'org', payload: { member, ...payload(), ...changed(start, work()) } },
    );
    const problem = outcomeWords(outcome);
    if (problem !== null) setTrouble({ other: problem });
    else if (start === null) props.onLink(member, form().name.trim());
    else {
      toast.show({ text: words.form.saved });
      props.onClose();
    }
  };
  const setActive = async (person: MemberState, active: boolean): Promise<void> => {
    const change = (to: boolean) =>
      data.run({ type: 'memberChanged', subject: 'org', payload: { member: person.id, active: to } });
    const problem = outcomeWords(await change(active));
    if (problem !== null) {
      setTrouble({ other: problem });
      return;
    }
    toast.show({ text: active ? words.form.saved : words.form.deactivated(person.name) });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={start === null ? words.form.inviteTitle : words.form.editTitle(start.name)}
      closeLabel={shell.close}
      height="full"
      foot={
        <Button kind="primary" wide={true} type="submit" form="member-form">
          {start === null ? words.form.makeLink : words.form.save}
        </Button>
      }
    >
      <form id="member-form" class="flex flex-col gap-4" noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={words.form.name}
          value={form().name}
          error={trouble().name}
          onText={(name) => patch({ name })}
          maxLength={40}
          autocomplete="off"
        />
        <SelectField
          label={words.form.role}
          value={form().role}
          hint={roleLines[form().role]}
          options={roles().map((role) => ({ value: role, label: roleNames[role] }))}
          onChoose={(role) => patch({ role: role as Role })}
        />
        <Show when={!seesEverything(form().role)}>
          <TerritoryChoice
            territories={mine}
            chosen={form().territories}
            problem={trouble().territories}
            onChange={(territories) => patch({ territories })}
          />
          <SelectField
            label={words.form.manager}
            value={form().manager}
            placeholder={words.form.noManager}
            options={leaders().map((person) => ({ value: person.id, label: person.name }))}
            onChoose={(manager) => patch({ manager })}
          />
        </Show>
        <WorkFields
          org={props.org}
          role={form().role}
          territories={form().territories}
          work={form()}
          onChange={patch}
        />
        <Problem text={trouble().other} />
        <Show when={start}>
          {(person) => (
            <div class="flex flex-wrap gap-2 border-t border-line pt-4">
              <Show when={mayLetIn(person())}>
                <Button onClick={() => props.onLink(person().id, person().name)}>{linkWords(person())}</Button>
              </Show>
              <Show when={person().id !== me.member()}>
                <Button onClick={() => props.onLeave(person())}>{words.leave.open}</Button>
                <Button onClick={() => void setActive(person(), !person().active)}>
                  {person().active ? words.form.deactivate : words.form.activate}
                </Button>
                <p class="m-0 w-full text-second text-ink-3">{words.form.deactivateLine}</p>
              </Show>
            </div>
          )}
        </Show>
      </form>
    </Sheet>
  );
};
