import { type Component, Show } from 'solid-js';
import { leadsPerson, type MemberId, type MemberState, type OrgState } from '#rules';
import { useMe, useNow } from '../../app/data-context.tsx';
import { roleNames } from '../../locales/zh-CN/roles.ts';
import { shell } from '../../locales/zh-CN/shell.ts';
import { team as words } from '../../locales/zh-CN/team.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { LeaveSection } from './leave-section.tsx';
import { isPending, placesOf, seesEverything } from './people.ts';

/** Somebody as a leader sees him who may not change what he is: only the administrators do that. */
export const PersonSheet: Component<{
  readonly org: OrgState;
  readonly person: MemberState;
  readonly onClose: () => void;
  readonly onLink: (member: string, name: string) => void;
}> = (props) => {
  const me = useMe();
  const now = useNow();
  const isLed = () => leadsPerson(props.org, (me.member() ?? '') as MemberId, props.person.id);
  return (
    <Sheet open={true} onClose={() => props.onClose()} title={props.person.name} closeLabel={shell.close}>
      <div class="flex flex-col gap-4">
        <p class="m-0 text-body text-ink-2">
          {words.titled(roleNames[props.person.role], placesOf(props.org, props.person))}
        </p>
        <Show when={isPending(props.person)}>
          <Button class="self-start" onClick={() => props.onLink(props.person.id, props.person.name)}>
            {words.form.linkAgain}
          </Button>
        </Show>
        <Show when={isLed()}>
          <LeaveSection person={props.person} nowMs={now()} />
        </Show>
        <Show when={!seesEverything(me.role() ?? 'rep')}>
          <p class="m-0 text-second text-ink-3">{words.onlyAdmins}</p>
        </Show>
      </div>
    </Sheet>
  );
};
