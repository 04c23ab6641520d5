import {
  type CustomerId,
  type CustomerState,
  canonicalJson,
  hash32,
  type MemberId,
  type RuleBook,
  sha256Hex,
  type TerritoryId,
} from '#rules';
import type { Keeper, LaterContext, Looking, Setting, Tell, Told } from '../worker/read-models.ts';

/** Of the company, what a text was written under. */
const STAMP_DIGITS = 32;

/** Whose customer and where; null = of nobody, and private. */
type Place = readonly [owner: MemberId | null, territory: TerritoryId | null];
const placeOf = ({ owner, isPrivate, territory }: CustomerState): Place => [owner, isPrivate ? null : territory];

/** First line of a text; `setting`: see `#settingText`. */
type Head = readonly [stamp: string, setting: string, ...Place];
/** By keeper, what of a customer is to be kept, as JSON; '' = nothing is. */
type Lines = ReadonlyMap<string, string>;
const NONE: Lines = new Map();

/** Of another customer, or damaged: not the same. */
const checkOf = (id: CustomerId, body: string): string => hash32(`${id}\n${body}`).toString(36);

/** The body of a text that is this customer's and whole; else null. */
const bodyOf = (id: CustomerId, text: string): string | null => {
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  return end > 0 && text.slice(0, end) === checkOf(id, body) ? body : null;
};

/** Rules through time name the processes of their time, each of which is said once. */
const bookText = ({ rules, wentLiveAt }: RuleBook): string => {
  const processes = [...new Set(rules.flatMap(({ versions }) => versions.map(({ process }) => process)))];
  const places = new Map(processes.map((process, at) => [process, at]));
  const told = rules.map(({ id, versions }) => [
    id,
    versions.map(({ process, ...version }) => ({ ...version, process: places.get(process) })),
  ]);
  return canonicalJson([processes, told, wentLiveAt]);
};

/**
 * What is kept of customers as a text each: a check of the rest, what it was written under, and a line for each keeper
 * that was told of the customer. A customer with a text is folded for those alone that have no line there that is
 * still true; texts that are damaged are as good as none.
 */
export class KeptTexts implements Looking {
  readonly #context: LaterContext;
  #keepers: readonly Keeper[] = [];
  #tell: Tell = () => null;
  /** Of the company as it is; null = to be computed. */
  #stamp: string | null = null;
  /** See {@link #allSettings}. */
  #settings: string | null = null;

  constructor(context: LaterContext) {
    this.#context = context;
  }

  /** From now on customers are looked at by this. */
  look(): void {
    this.#context.lookBy((keepers, tell) => {
      this.#keepers = keepers;
      this.#tell = tell;
      return this;
    });
  }

  isOtherCompany(): boolean {
    const [stamp, settings] = [this.#stamp, this.#settings];
    this.#stamp = null;
    this.#settings = this.#allSettings();
    return stamp !== this.#companyStamp() || settings !== this.#settings;
  }

  settingOf(customer: CustomerState): Setting {
    return this.#settingAt(placeOf(customer));
  }
  #settingAt([owner, territory]: Place): Setting {
    const fold = this.#context.fold();
    const { members, process, wentLiveAt } = fold.org();
    const responsible = owner && members[owner];
    return {
      isKnown: territory === null || this.#context.readsRecordsOf(territory),
      ...{ process, wentLiveAt, ruleBook: fold.ruleBook() },
      members: owner && responsible ? { [owner]: responsible } : {},
    };
  }

  lookAt(id: CustomerId, bits: number, joined: number): void {
    if (this.#settings === null) this.isOtherCompany();
    const texts = this.#context.checkpoints?.() ?? null;
    const text = texts?.get(id) ?? null;
    const lines = text === null ? NONE : this.#linesOf(id, text);
    const left = bits & ~this.#put(id, bits, lines);
    if (left === 0) return;
    // for whom it was put from memory before: what is folded is written for all
    const unwritten = texts === null ? 0 : joined & ~this.#bitsOf(lines);
    const told = this.#tell(id, left | unwritten);
    texts?.set(id, told && this.#textOf(id, told, lines));
  }

  /** Puts what is there for these seats; result: for which of them it was. */
  #put(id: CustomerId, bits: number, lines: Lines): number {
    let put = 0;
    for (const [at, keeper] of this.#keepers.entries()) {
      const line = (bits & (1 << at)) === 0 ? undefined : lines.get(keeper.name);
      if (line === undefined) continue;
      keeper.put(id, line === '' ? null : JSON.parse(line));
      put |= 1 << at;
    }
    return put;
  }

  #bitsOf(lines: Lines): number {
    return this.#keepers.reduce((bits, { name }, at) => (lines.has(name) ? bits | (1 << at) : bits), 0);
  }

  /** Those that are still true. */
  #linesOf(id: CustomerId, text: string): Lines {
    const body = bodyOf(id, text);
    if (body === null) return NONE;
    const [first = '', ...rest] = body.split('\n');
    const [stamp, setting, ...place] = JSON.parse(first) as Head;
    const isSame = stamp === this.#companyStamp() && setting === this.#settingText(place);
    const lines = new Map<string, string>();
    for (const line of rest) {
      const end = line.indexOf(' ');
      const name = line.slice(0, end);
      if (isSame || this.#isOfCustomer(name)) lines.set(name, line.slice(end + 1));
    }
    return lines;
  }

  /** It follows from the customer alone. */
  #isOfCustomer(line: string): boolean {
    return this.#keepers.some(({ name, isOfCompany }) => name === line && isOfCompany === false);
  }

  #textOf(id: CustomerId, { customer, kept }: Told, known: Lines): string {
    const place = placeOf(customer);
    const head: Head = [this.#companyStamp(), this.#settingText(place), ...place];
    const lines = this.#keepers.flatMap(({ name }, at) => {
      const one = kept[at];
      const line = one === undefined ? known.get(name) : one === null ? '' : JSON.stringify(one);
      return line === undefined ? [] : [`${name} ${line}`];
    });
    const body = [JSON.stringify(head), ...lines].join('\n');
    return `${checkOf(id, body)}\n${body}`;
  }

  /** What of a `Setting` is the customer's own. */
  #settingText(place: Place): string {
    const { isKnown, members } = this.#settingAt(place);
    const responsible = Object.values(members).map(({ manager, store }) => [manager, store]);
    return JSON.stringify([isKnown, responsible]);
  }

  /** What of a `Setting` may be some customer's own. */
  #allSettings(): string {
    const { members, territories } = this.#context.fold().org();
    const readable = territories.flatMap(({ id }) => (this.#context.readsRecordsOf(id) ? [id] : []));
    return canonicalJson([readable, Object.values(members).map(({ id, manager, store }) => [id, manager, store])]);
  }

  /** What of a `Setting` is the same for all, and the viewer. */
  #companyStamp(): string {
    if (this.#stamp === null) {
      const fold = this.#context.fold();
      const { process, wentLiveAt } = fold.org();
      const company = canonicalJson([process, wentLiveAt, this.#context.member()]);
      this.#stamp = sha256Hex(`${company}\n${bookText(fold.ruleBook())}`).slice(0, STAMP_DIGITS);
    }
    return this.#stamp;
  }
}
