import {
  type CustomerId,
  type Field,
  type FieldContent,
  fieldsOf,
  normalise,
  type Process,
  SharedNames,
  tagsOf,
} from '#rules';
import type { FieldMatch, LaterContext, Seat } from '../worker/read-models.ts';

/** What lists are narrowed by: what people fill in as a choice, tags or a text. All else is asked of the customer. */
const isKept = ({ of, type }: Field): boolean =>
  of !== 'situation' && (type === 'choice' || type === 'tags' || type === 'text');

const keptFields = (process: Process): readonly Field[] => [...fieldsOf(process).values()].filter(isKept);

/** What people filled in of every customer; kept from when a list is first narrowed. */
export class FieldIndex {
  readonly #context: Pick<LaterContext, 'fold' | 'now' | 'seat'>;
  readonly #names = new SharedNames();
  /** In the order of the fields that are kept. */
  readonly #known = new Map<CustomerId, readonly FieldContent[]>();
  readonly seat: Seat;

  constructor(context: Pick<LaterContext, 'fold' | 'now' | 'seat'>) {
    this.#context = context;
    this.seat = context.seat<readonly FieldContent[]>({
      name: 'fields',
      of: (customer, setting) => {
        // none of these fields grows old
        const subject = { customer, opportunity: null, org: setting, now: 0 };
        return setting.isKnown ? keptFields(setting.process).map((field) => field.read(subject).value) : null;
      },
      put: (id, kept) => {
        const shared = kept?.map((value) => (typeof value === 'string' ? this.#names.of(value) : value));
        if (shared === undefined) this.#known.delete(id);
        else this.#known.set(id, shared);
      },
    });
  }

  /** Whether a customer has what is asked for, by field: a choice as its option, tags a line each, a text as a part. */
  match(wanted: Readonly<Record<string, string>>): FieldMatch {
    this.seat.catchUp();
    const { process } = this.#context.fold().org();
    const places = new Map(keptFields(process).map(({ id }, at) => [id, at]));
    const asked = Object.entries(wanted).map(([name, text]) => ({
      field: fieldsOf(process).get(name),
      at: places.get(name),
      text,
    }));
    return (id) =>
      asked.every(({ field, at, text }) => {
        const value = at === undefined ? this.#read(id, field) : (this.#known.get(id)?.[at] ?? null);
        if (field?.type === 'choice') return value === text;
        if (field?.type === 'tags') return text.split('\n').every((tag) => tagsOf(value).includes(tag));
        return value !== null && normalise(String(value)).includes(normalise(text));
      });
  }

  #read(id: CustomerId, field: Field | undefined): FieldContent {
    const [fold, now] = [this.#context.fold(), this.#context.now()];
    const customer = field === undefined ? null : fold.customer(id);
    if (field === undefined || customer === null) return null;
    return field.read({ customer, opportunity: null, org: fold.org(), now }).value;
  }
}
