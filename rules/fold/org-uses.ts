import type { CustomerId } from '../ids.ts';
import type { OrgUse } from './org.ts';

const nameOf = ({ members, everyone, process }: OrgUse): string => [everyone, process, ...members].join();

/** What of the company each customer was folded from: as few objects as there are different uses. */
export class OrgUses {
  private readonly byCustomer = new Map<CustomerId, OrgUse>();
  private readonly kinds = new Map<string, OrgUse>();

  get(id: CustomerId): OrgUse | undefined {
    return this.byCustomer.get(id);
  }

  /** The use is not to be changed from now on. */
  set(id: CustomerId, use: OrgUse): void {
    const name = nameOf(use);
    const known = this.kinds.get(name);
    if (known === undefined) this.kinds.set(name, use);
    this.byCustomer.set(id, known ?? use);
  }

  [Symbol.iterator](): Iterator<readonly [CustomerId, OrgUse]> {
    return this.byCustomer.entries();
  }
}
