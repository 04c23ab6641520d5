/**
 * What the test tools counted, and what failed, in words: of a long run only the end is read, and "1 failed" there
 * leads nobody to the place.
 */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** Lines of a failure that are told again at the end: a property's seed and smallest case are among the first. */
const LINES = 12;
/** At most so many characters of them: a case may be a page long. */
const CHARACTERS = 1_200;
/** So many failures: where everything fails, the first say why. */
const FAILURES = 10;

const report = (file) => JSON.parse(readFileSync(file, 'utf8'));
const beginning = (text) => stripVTControlCharacters(text).split('\n').slice(0, LINES).join('\n').slice(0, CHARACTERS);

/** A file that fell over before its tests is one failure; a test that failed is one, whatever suites it is in. */
const vitestFailures = ({ name, status, message, assertionResults }) => {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0 && status === 'failed') return [{ title: name, why: message }];
  return failed.map(({ fullName, failureMessages }) => ({ title: fullName, why: failureMessages.join('\n') }));
};

/** @returns passed and failed tests of Vitest's JSON report, with each failure's title and reason. @throws without one */
export function vitestCounts(file) {
  const { numPassedTests, testResults } = report(file);
  const failures = testResults.flatMap(vitestFailures);
  return { passed: numPassedTests, failed: failures.length, failures };
}

const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
const playwrightFailure = ({ title, tests }) => {
  const errors = tests.flatMap(({ results }) => results).flatMap((result) => result.errors ?? []);
  return { title, why: errors.map(({ message = '' }) => message).join('\n') };
};

/** @returns what {@link vitestCounts} does, of Playwright's JSON report, with what was skipped. */
export function playwrightCounts(file) {
  const { stats, suites } = report(file);
  const failures = suites
    .flatMap(specsOf)
    .filter(({ ok }) => !ok)
    .map(playwrightFailure);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped, failures };
}

/** @returns the failures as lines for the end of a run, empty when there are none. */
export function failureLines(failures) {
  const told = failures.slice(0, FAILURES).map(({ title, why }) => `✘ ${title}\n${beginning(why)}\n`);
  const more = failures.length > FAILURES ? [`… and ${failures.length - FAILURES} more, above`] : [];
  return [...told, ...more];
}
