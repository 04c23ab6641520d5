import type { CustomerId } from '#rules';
import type { Checkpoints } from '../../client/data/platform.ts';
import type { Prng } from './prng.ts';

/** Texts of customers that outlive whoever wrote them. */
export class TextsInMemory implements Omit<Checkpoints, 'count'> {
  readonly texts = new Map<CustomerId, string>();
  /** What is thrown instead of a text. */
  fault: Error | null = null;

  get(id: CustomerId): string | null {
    if (this.fault !== null) throw this.fault;
    return this.texts.get(id) ?? null;
  }
  ids(): Iterable<CustomerId> {
    return this.texts.keys();
  }
  set(id: CustomerId, text: string | null): void {
    if (text === null) this.texts.delete(id);
    else this.texts.set(id, text);
  }
}

/** Ways in which a text is not what was written. */
export const DAMAGES: readonly ((text: string, others: readonly string[], random: Prng) => string)[] = [
  () => '',
  () => 'nothing of the kind',
  () => '{"seats":[]}\n[1,2]',
  (text, _others, random) => text.slice(0, random.int(text.length)),
  (text, _others, random) => {
    const at = random.int(text.length);
    return `${text.slice(0, at)}${text[at] === '7' ? '8' : '7'}${text.slice(at + 1)}`;
  },
  (text) => text.split('\n').slice(0, -1).join('\n'),
  (text, others, random) => random.pick(others.filter((other) => other !== text).concat('')),
];
