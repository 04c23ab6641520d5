import { type Component, createMemo, createSignal, For, Show } from 'solid-js';
import { useData, useNow } from '../../../app/data-context.tsx';
import type { CommandOutcome, CustomerAnswer } from '../../../data/contract.ts';
import { customerContacts as words } from '../../../locales/zh-CN/customer-contacts.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, SectionTitle } from '../../../ui/list.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { outcomeWords } from '../../../views/refusal-words.ts';
import { usePeople } from '../people/use-people.ts';
import { type AccessGrant, type AccessRequest, grantsInForce, openRequests } from './access-requests.ts';

const Row: Component<{
  readonly name: string;
  readonly line?: string | undefined;
  readonly act: string;
  readonly actLabel: string;
  readonly isBusy: boolean;
  readonly onAct: () => void;
}> = (props) => (
  <li class="flex min-h-14 items-center gap-3 border-b border-line px-4 py-2 last:border-0">
    <Avatar name={props.name} size={32} />
    <span class="min-w-0 flex-1">
      <span class="block text-item text-ink">{props.name}</span>
      <Show when={props.line}>
        <span class="block text-second text-ink-2">{props.line}</span>
      </Show>
    </span>
    <Button aria-label={props.actLabel} disabled={props.isBusy} onClick={() => props.onAct()}>
      {props.act}
    </Button>
  </li>
);

/** Who asks to see the contacts and who may, for the owner of the customer and his leaders (R67). */
export const AccessPanel: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const data = useData();
  const now = useNow();
  const toast = useToast();
  const people = usePeople(() => props.customer.names);
  const [isBusy, setIsBusy] = createSignal(false);
  const requests = createMemo(() => openRequests(props.customer.state));
  const grants = createMemo(() => grantsInForce(props.customer.state));
  const subject = () => props.customer.state.id;
  const say = (outcome: CommandOutcome, done: string): void => {
    const said = outcomeWords(outcome);
    toast.show(said === null ? { text: done } : { text: said, kind: 'refusal' });
  };
  const once = async (run: () => Promise<void>): Promise<void> => {
    if (isBusy()) return;
    setIsBusy(true);
    await run();
    setIsBusy(false);
  };
  const grant = ({ member, event }: AccessRequest) =>
    once(async () => {
      const payload = { member, request: event };
      say(await data.run({ type: 'contactAccessGranted', subject: subject(), payload }), words.granted(people(member)));
    });
  const takeBack = ({ member, event }: AccessGrant) =>
    once(async () => {
      const outcome = await data.run({ type: 'retracted', subject: subject(), payload: { event } });
      say(outcome, words.takenBack(people(member)));
    });
  const lineOf = ({ atMs, reason }: AccessRequest): string => {
    const when = dayAndTime(atMs, now());
    return reason === '' ? words.requestedAt(when) : words.requestedBecause(when, reason);
  };
  return (
    <>
      <Show when={requests().length > 0}>
        <section>
          <SectionTitle>{words.requests}</SectionTitle>
          <Card flush={true}>
            <ul class="m-0 list-none p-0">
              <For each={requests()}>
                {(request) => (
                  <Row
                    name={people(request.member)}
                    line={lineOf(request)}
                    act={words.grant}
                    actLabel={words.grantWho(people(request.member))}
                    isBusy={isBusy()}
                    onAct={() => void grant(request)}
                  />
                )}
              </For>
            </ul>
          </Card>
        </section>
      </Show>
      <Show when={grants().length > 0}>
        <section>
          <SectionTitle>{words.grants}</SectionTitle>
          <Card flush={true}>
            <ul class="m-0 list-none p-0">
              <For each={grants()}>
                {(one) => (
                  <Row
                    name={people(one.member)}
                    act={words.takeBack}
                    actLabel={words.takeBackFrom(people(one.member))}
                    isBusy={isBusy()}
                    onAct={() => void takeBack(one)}
                  />
                )}
              </For>
            </ul>
          </Card>
        </section>
      </Show>
    </>
  );
};
