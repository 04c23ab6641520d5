import { type Component, createSignal, Show } from 'solid-js';
import { type MetricId, metricDefinition, type ValidationBaseline } from '#rules';
import { useData, useNow } from '../../app/data-context.tsx';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { metricNames } from '../../locales/zh-CN/metric-names.ts';
import { validation as words } from '../../locales/zh-CN/validation.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { CheckRow, TextArea } from '../../ui/field.tsx';
import { Fact } from '../../ui/list.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { ProblemLine } from '../../ui/problem.tsx';
import { useToast } from '../../ui/toast.tsx';
import { metricBasis, metricValueWords } from '../../views/metric-words.ts';
import { outcomeWords } from '../../views/refusal-words.ts';

interface SheetProps {
  readonly metric: MetricId;
  readonly onClose: () => void;
}

const FORM = words.form;
const UNITS = { ratio: FORM.percent, days: FORM.days, perWeek: FORM.times, count: FORM.times } as const;

/** 实施前基准值, set once and for good: the one thing here that cannot be taken back, so it is confirmed (R86). */
export const BaselineForm: Component<SheetProps> = (props) => {
  const data = useData();
  const toast = useToast();
  const [number, setNumber] = createSignal(Number.NaN);
  const [source, setSource] = createSignal('');
  const [isSure, setIsSure] = createSignal(false);
  const [isTried, setIsTried] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const { unit } = metricDefinition(props.metric);
  const wrongNumber = (): string | null => {
    if (!Number.isFinite(number())) return FORM.missingValue;
    return unit === 'ratio' && number() > 100 ? FORM.tooHigh : null;
  };
  const wrongSource = (): string | null => (source().trim() === '' ? FORM.missingSource : null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setIsTried(true);
    if (wrongNumber() !== null || wrongSource() !== null || !isSure()) return;
    const thousandths = Math.round(number() * (unit === 'ratio' ? 10 : 1000));
    const payload = { metric: props.metric, thousandths, source: source().trim() };
    const wrong = outcomeWords(await data.run({ type: 'baselineSet', subject: 'org', payload }));
    setProblem(wrong);
    if (wrong !== null) return;
    toast.show({ text: FORM.saved });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={FORM.title(metricNames[props.metric])}
      line={FORM.line}
      closeLabel={FORM.close}
    >
      <form class="flex flex-col gap-4" noValidate onSubmit={(event) => void submit(event)}>
        <NumberField
          label={FORM.value}
          aside={UNITS[unit]}
          value={number()}
          error={isTried() ? wrongNumber() : null}
          onNumber={setNumber}
        />
        <TextArea
          label={FORM.source}
          hint={FORM.sourceHint}
          rows={2}
          limit={300}
          value={source()}
          error={isTried() ? wrongSource() : null}
          onText={setSource}
        />
        <CheckRow label={FORM.confirm} checked={isSure()} onChange={setIsSure} />
        <ProblemLine text={isTried() && !isSure() ? FORM.missingConfirm : problem()} />
        <Button kind="primary" wide={true} type="submit">
          {FORM.save}
        </Button>
      </form>
    </Sheet>
  );
};

/** Where a baseline comes from. */
export const BaselineSource: Component<SheetProps & { readonly baseline: ValidationBaseline }> = (props) => {
  const now = useNow();
  const definition = () => metricDefinition(props.metric);
  const line = () => {
    const { setAtMs } = props.baseline;
    return setAtMs === null ? words.source.history : words.source.set(dayAndTime(setAtMs, now()));
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.source.title}
      line={metricNames[props.metric]}
      closeLabel={words.source.close}
    >
      <p class="m-0 text-second text-ink-2">{line()}</p>
      <dl class="m-0">
        <Fact term={words.source.value}>{metricValueWords(definition(), props.baseline.value)}</Fact>
        <Show when={props.baseline.source}>{(text) => <Fact term={words.source.from}>{text()}</Fact>}</Show>
        <Show when={props.baseline.from === 'history' ? metricBasis(props.baseline.value) : null}>
          {(basis) => <Fact term={words.source.basis}>{basis()}</Fact>}
        </Show>
      </dl>
    </Sheet>
  );
};
