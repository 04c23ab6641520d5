// @vitest-environment happy-dom
import { cleanup, render } from '@solidjs/testing-library';
import fc from 'fast-check';
import type { JSX } from 'solid-js';
import { afterEach, describe, expect, it } from 'vitest';
import { createAnswer, DataProvider } from '../../../client/app/data-context.tsx';
import type { Answers } from '../../../client/data/contract.ts';
import { plainCopy } from '../../../client/views/plain-copy.ts';
import { stubClient } from './stub-client.ts';

afterEach(cleanup);

const part = fc.oneof(
  fc.dictionary(fc.constantFrom('stage', 'lastAtMs', 'reds'), fc.nat(3), { maxKeys: 2 }),
  fc.array(fc.nat(3), { maxLength: 2 }),
);
/** Answers in which one and the same object may stand in several places, in keyed rows and in others. */
const answer = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.array(fc.tuple(fc.nat(5), fc.nat(2)), { maxLength: 6 }))
  .map(([parts, places]) => ({
    rows: places.map(([id, at]) => ({ id, params: parts[at % parts.length] })),
    waiting: places.map(([rule, at]) => ({ rule, params: parts[(at + rule) % parts.length] })),
    first: parts[0],
  }));

describe('answers a page watches', () => {
  it('[SH-35] what is read is the last answer, whatever parts of one before stood in several places', () => {
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 5 }), (answers) => {
        const client = stubClient();
        let read: () => unknown = () => undefined;
        const Page = (): JSX.Element => {
          read = createAnswer(() => ({ kind: 'customer' as const, id: 'c1' as never }));
          return null;
        };
        render(() => (
          <DataProvider client={client}>
            <Page />
          </DataProvider>
        ));
        for (const next of answers) {
          const wanted = JSON.parse(JSON.stringify(next)) as unknown;
          client.answer('customer', next as unknown as Answers['customer']);
          expect(plainCopy(read())).toEqual(wanted);
        }
        cleanup();
      }),
    );
  });
});
