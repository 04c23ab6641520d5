import { type Component, createMemo, createSignal, For, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import type { Command, CustomerId, MemberId, OrgState, Playbook } from '#rules';
import { caseSort, shanghaiDay, startOfDayMs, workingDayEnd } from '#rules';
import { useData, useMe, useNow, useOrg } from '../../app/data-context.tsx';
import type { MetricAnswer, MetricCasesAnswer } from '../../data/metric-contract.ts';
import { intervention as words } from '../../locales/zh-CN/metrics.ts';
import { Button } from '../../ui/button.tsx';
import { CheckRow, TextArea } from '../../ui/field.tsx';
import { Send } from '../../ui/icons.ts';
import { SectionTitle } from '../../ui/list.tsx';
import { ProblemLine } from '../../ui/problem.tsx';
import { useToast } from '../../ui/toast.tsx';
import { createKeptText } from '../../views/create-kept-text.ts';
import { metricNumber, metricValueWords } from '../../views/metric-words.ts';
import { runAll } from '../../views/run-all.ts';
import { peopleLedBy } from './led-people.ts';

type Person = MetricAnswer['people'][number];

/** Due when that day's work ends; on a day off with the next working day. */
const tasksFrom = ({ tasks }: Playbook, nowMs: number, { process: { calendar } }: OrgState) =>
  tasks.map(({ title, dueDays }) => {
    const dayMs = startOfDayMs(shanghaiDay(nowMs) + dueDays);
    return { title, dueMs: workingDayEnd(dayMs, calendar) };
  });

/** Why somebody is ticked, or why not, with his own number. */
const reasonOf = ({ row }: MetricAnswer, person: Person | undefined): string => {
  if (person === undefined) return words.nothing;
  const value = metricValueWords(row.definition, person.value);
  const { concern, past } = person;
  if (concern === 'belowOwnPast' && past !== null) {
    return `${value}，${words.reasons.belowOwnPast(metricNumber(row.definition, past))}`;
  }
  if (concern === 'belowBenchmark' && row.benchmark !== null) {
    return `${value}，${words.reasons.belowBenchmark(metricNumber(row.definition, row.benchmark.value))}`;
  }
  if (person.value.kind !== 'value') return value;
  if (row.isUnfinished && row.isBelow === null) return `${value}，${words.reasons.unfinished}`;
  return `${value}，${row.benchmark?.from === 'set' ? words.reasons.none : words.reasons.nonePast}`;
};

/** Whom the playbook goes to: those concerned are ticked with the reason, one press sends (R65). Works offline. */
export const SendForm: Component<{
  readonly answer: MetricAnswer;
  /** Only those of the filter: of all others nothing is known here. */
  readonly isNarrowed: boolean;
  /** Absent while they are looked for. */
  readonly cases: MetricCasesAnswer | undefined;
  readonly offer: MetricAnswer['playbooks'][number];
  /** People with a pack of it that still runs. */
  readonly busy: ReadonlySet<string>;
  /** Before it is sent; false = it could not be. */
  readonly onSend: (isSent: boolean) => void;
}> = (props) => {
  const data = useData();
  const me = useMe();
  const org = useOrg();
  const now = useNow();
  const toast = useToast();
  const [changed, setChanged] = createStore<Record<string, boolean>>({});
  const [round, setRound] = createSignal(0);
  // Of each playbook its own, and a new one for each sending: of one that was dropped nothing is kept any more.
  const keptAs = createMemo(() => `playbook-sent-${props.answer.row.id}-${props.offer.id}`);
  const remark = createMemo(() => {
    round();
    return createKeptText(data, keptAs());
  });
  const [problem, setProblem] = createSignal<string | null>(null);
  const [isSending, setIsSending] = createSignal(false);
  const people = createMemo(() => {
    const [known, member] = [org(), me.member()];
    if (known === undefined || member === null) return [];
    const numbers = new Map(props.answer.people.map((one) => [one.member, one]));
    return peopleLedBy(known, member as MemberId)
      .filter(({ id, role }) => (role === 'rep' && !props.isNarrowed) || numbers.has(id))
      .map(({ id, name }) => ({ id, name, person: numbers.get(id), hasIt: props.busy.has(id) }))
      .sort((a, b) => Number(a.hasIt) - Number(b.hasIt) || Number(!a.person?.concern) - Number(!b.person?.concern));
  });
  const isChosen = ({ id, person, hasIt }: ReturnType<typeof people>[number]): boolean =>
    !hasIt && (changed[id] ?? (person !== undefined && person.concern !== null));
  const chosen = () => people().filter(isChosen);
  /** With whom the person can begin: of those behind the number, whom he has now. What took long is over. */
  const customersOf = (member: string): readonly CustomerId[] => {
    if (props.cases?.sort === 'longest') return [];
    const rows = props.cases?.people.find((one) => one.member === member)?.rows ?? [];
    return rows.flatMap(({ id, hasItNow }) => (hasItNow ? [id] : []));
  };
  /** Of whom it is about is not known yet: what is sent now would never name them. */
  const isLooking = () => {
    const sort = caseSort(props.answer.row.id);
    return props.cases === undefined && sort !== null && sort !== 'longest';
  };
  const hintOf = ({ id, person, hasIt }: ReturnType<typeof people>[number]): string => {
    if (hasIt) return words.hasIt;
    const reason = reasonOf(props.answer, person);
    if (isLooking()) return words.lookingFor(reason);
    const { length } = customersOf(id);
    return length === 0 ? reason : words.attached(reason, length);
  };
  const commandFor = (subject: MemberId, act: string, company: OrgState): Command => {
    const { playbook, version } = props.offer;
    const said = remark().text().trim();
    const customers = customersOf(subject);
    const payload = {
      playbook: playbook.id,
      version,
      act,
      metric: props.answer.row.id,
      tasks: tasksFrom(playbook, now(), company),
      effectAfterDays: company.process.metrics.effectAfterDays,
      ...(customers.length === 0 ? {} : { customers: [...customers] }),
      ...(said === '' ? {} : { remark: said }),
    };
    return { type: 'playbookSent', subject, payload };
  };
  /** Once the disk has let go of what was sent, or the next would begin with it. */
  const beginAnew = async (): Promise<void> => {
    const sent = remark();
    sent.setText('');
    await sent.drop();
    setRound((count) => count + 1);
    remark().setText(sent.text());
  };
  const send = async (): Promise<void> => {
    const [to, company] = [chosen(), org()];
    if (isSending() || isLooking() || to.length === 0 || company === undefined) return;
    setIsSending(true);
    props.onSend(true);
    const act = data.newId();
    const wrong = await runAll(
      data,
      to.map(({ id }) => [commandFor(id, act, company)]),
    );
    setIsSending(false);
    setProblem(wrong);
    if (wrong !== null) props.onSend(false);
    if (wrong !== null) return;
    void beginAnew();
    setChanged(Object.fromEntries(to.map(({ id }) => [id, undefined])));
    toast.show({ text: words.sentNow(to.length) });
  };
  return (
    <Show when={people().length > 0} fallback={<p class="m-0 py-2 text-second text-ink-3">{words.nobody}</p>}>
      <section aria-label={words.to} class="flex flex-col gap-2">
        <SectionTitle>{words.to}</SectionTitle>
        <div class="flex flex-col">
          <For each={people()}>
            {(one) => (
              <CheckRow
                label={one.name}
                hint={hintOf(one)}
                checked={isChosen(one)}
                disabled={one.hasIt}
                onChange={(isOn) => {
                  setProblem(null);
                  setChanged(one.id, isOn);
                }}
              />
            )}
          </For>
        </div>
        <TextArea
          label={words.remark}
          hint={words.remarkHint}
          rows={2}
          maxlength={500}
          value={remark().text()}
          onText={(text) => remark().setText(text)}
        />
        <ProblemLine text={problem()} />
        <Button
          kind="primary"
          wide={true}
          icon={<Send size={17} />}
          disabled={isSending() || isLooking() || chosen().length === 0}
          onClick={() => void send()}
        >
          {isLooking() ? words.looking : chosen().length === 0 ? words.chooseSomebody : words.send(chosen().length)}
        </Button>
      </section>
    </Show>
  );
};
