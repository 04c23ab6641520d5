import { LIMITS } from '#protocol';
import type { AttachOutcome } from '../data/contract.ts';
import { customerFiles as words } from '../locales/zh-CN/customer-files.ts';
import { outcomes } from '../locales/zh-CN/outcomes.ts';

const MEGABYTE = 1024 * 1024;
const callsItselfPdf = (name: string): boolean => /\.pdf$/i.test(name.trim());

/** Why a file was not taken, in one sentence; null when it was. */
export const attachProblem = (outcome: AttachOutcome, name: string): string | null => {
  if (outcome.kind === 'queued') return null;
  if (outcome.kind === 'storage') return outcomes.storage[outcome.reason];
  switch (outcome.reason) {
    case 'tooLarge':
      return words.refused.tooLarge(LIMITS.blobBytes / MEGABYTE);
    case 'notPdf':
      return callsItselfPdf(name) ? words.refused.fakePdf : words.refused.notPdf;
    default:
      return words.refused[outcome.reason];
  }
};
