import { SharedNames } from '#rules';
import type { AlertWork, CustomerWork, GapWork } from './customer-work.ts';

const NOTHING: readonly never[] = [];
const NOBODY: AlertWork['snoozed'] = {};
/** Most customers have nothing of most sorts: that is kept once. */
const orNothing = <Item>(items: readonly Item[]): readonly Item[] => (items.length === 0 ? NOTHING : items);

/**
 * Work in less room: what was unpacked has every text anew, and of a large company there are hundreds of thousands of
 * alerts with the same few names, brakes and people.
 */
export class SharedWork {
  readonly #names = new SharedNames();
  readonly #plain = new Map<string, unknown>();

  of(work: CustomerWork): CustomerWork {
    const names = this.#names;
    return {
      ...{ name: work.name, owner: this.#name(work.owner), territory: names.of(work.territory), offer: work.offer },
      ...{ tasks: orNothing(work.tasks), alerts: orNothing(work.alerts.map((one) => this.#alert(one))) },
      ...{ appeals: orNothing(work.appeals), overrides: orNothing(work.overrides), notices: orNothing(work.notices) },
      gaps: orNothing(work.gaps.map((one) => this.#gap(one))),
    };
  }

  #name<Name extends string>(name: Name | null): Name | null {
    return name && this.#names.of(name);
  }

  /** One of few that are equal to each other; never written to. */
  #same<Value>(value: Value): Value {
    const text = JSON.stringify(value);
    const known = this.#plain.get(text) as Value | undefined;
    if (known !== undefined) return known;
    this.#plain.set(text, value);
    return value;
  }

  #alert({ id, trigger, brake, snoozed, open, ...alert }: AlertWork): AlertWork {
    return {
      ...{ id, ...alert, trigger: this.#names.of(trigger), brake: brake && this.#same(brake) },
      snoozed: Object.keys(snoozed).length === 0 ? NOBODY : snoozed,
      open: open.map((one) => ({ ...one, id: one.id === id ? id : one.id, to: this.#same(one.to) })),
    };
  }

  #gap({ rule, ruleName, holder, closedBy, ...gap }: GapWork): GapWork {
    return {
      ...{ ...gap, rule: this.#name(rule), ruleName: this.#names.of(ruleName) },
      ...{ holder: this.#name(holder), closedBy: this.#name(closedBy) },
    };
  }
}
