import { type Component, createSignal, Show } from 'solid-js';
import { useData, useMe, useNow, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import type { SupplyItem } from '../../data/work-contract.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';
import { personName } from './item-words.ts';

/** What presales lacks (R22): the clock stands until the owner says that it is there. */
export const SupplySheet: Component<{ readonly item: SupplyItem; readonly onClose: () => void }> = (props) => {
  const data = useData();
  const org = useOrg();
  const me = useMe();
  const now = useNow();
  const toast = useToast();
  const [problem, setProblem] = createSignal<string | null>(null);
  const task = () => props.item.task;
  const name = (id: string | null | undefined) =>
    personName(id ?? '', { org: org(), reader: me.member(), nowMs: now() });
  const resume = async (): Promise<void> => {
    const command = { type: 'taskResumed', subject: props.item.customer, payload: { task: task().id } } as const;
    const wrong = outcomeWords(await data.run(command));
    setProblem(wrong);
    if (wrong !== null) return;
    toast.show({ text: words.resumed });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={task().title}
      line={props.item.customerName}
      closeLabel={words.close}
      foot={
        <Button kind="primary" wide={true} onClick={() => void resume()}>
          {words.resume}
        </Button>
      }
    >
      <div class="flex flex-col gap-3 pb-2">
        <Show when={problem()}>{(said) => <Banner tone="red">{said()}</Banner>}</Show>
        <p class="m-0 text-item text-ink">
          {words.returned(name(props.item.people[0]), task().returned?.missing ?? '')}
        </p>
        <p class="m-0 text-second text-ink-2">{words.supplyLine(name(task().assignee))}</p>
        <ButtonLink kind="plain" class="no-underline" href={`${PATHS.pool}/${props.item.customer}`}>
          {words.toCustomer}
        </ButtonLink>
      </div>
    </Sheet>
  );
};
