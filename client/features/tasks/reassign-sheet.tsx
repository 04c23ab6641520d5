import { type Component, createSignal, Show, untrack } from 'solid-js';
import { mayHoldType } from '#rules';
import { useData, useOrg } from '../../app/data-context.tsx';
import type { TaskItem } from '../../data/work-contract.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { SelectField, TextArea } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { createKeptText, keptAsOf } from '../../views/create-kept-text.ts';
import { runAll } from '../../views/run-all.ts';

/** 转给…: tasks are not declined, they are given to somebody; those of presales to another engineer (R22). */
export const ReassignSheet: Component<{
  readonly items: readonly TaskItem[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}> = (props) => {
  const data = useData();
  const org = useOrg();
  const toast = useToast();
  // As they were when it opened: what is done leaves the list behind it at once.
  const items = untrack(() => [...props.items]);
  const [to, setTo] = createSignal('');
  const reason = createKeptText(
    data,
    keptAsOf(
      'task-reassigned',
      items.map(({ task }) => task.id),
    ),
  );
  const [isTried, setIsTried] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const isPresales = () => items.some(({ task }) => task.kind === 'draftProposal');
  const others = () => {
    const holders = new Set(items.map(({ task }) => task.assignee));
    return Object.values(org()?.members ?? {})
      .filter(({ id, active, role }) => active && !(holders.size === 1 && holders.has(id)) && fits(role))
      .map(({ id, name }) => ({ value: id as string, label: name }));
  };
  const fits = (role: Parameters<typeof mayHoldType>[0]): boolean =>
    isPresales() ? role === 'presales' : mayHoldType(role, 'taskCompleted');
  const save = async (): Promise<void> => {
    setIsTried(true);
    if (to() === '' || reason.text().trim() === '') return;
    const wrong = await runAll(
      data,
      items.map(({ task, customer }) => [
        {
          type: 'taskReassigned',
          subject: customer,
          payload: { task: task.id, to: to(), reason: reason.text().trim() },
        },
      ]),
    );
    setProblem(wrong);
    if (wrong !== null) return;
    void reason.drop();
    const count = items.length;
    toast.show({ text: count > 1 ? words.transferredMany(count) : words.transferred });
    props.onDone();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.to}
      line={items.length === 1 ? items[0]?.task.title : words.selected(items.length)}
      closeLabel={words.close}
      foot={
        <Show when={others().length > 0}>
          <Button kind="primary" wide={true} onClick={() => void save()}>
            {words.transfer}
          </Button>
        </Show>
      }
    >
      <div class="flex flex-col gap-3 pb-2">
        <Show when={problem()}>
          {(wrong) => (
            <Banner tone="red" alert={true}>
              {wrong()}
            </Banner>
          )}
        </Show>
        <Show when={others().length > 0} fallback={<p class="m-0 text-body text-ink-2">{words.nobodyElse}</p>}>
          <SelectField
            label={words.to}
            value={to()}
            placeholder={isPresales() ? words.choosePresales : words.choose}
            options={others()}
            error={isTried() && to() === '' ? words.chooseMissing : null}
            onChoose={setTo}
          />
          <TextArea
            label={words.reason}
            value={reason.text()}
            maxlength={500}
            error={isTried() && reason.text().trim() === '' ? words.reasonMissing : null}
            onText={reason.setText}
          />
        </Show>
      </div>
    </Sheet>
  );
};
