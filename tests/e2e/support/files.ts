import { confirmationPdf } from '../../../sync-relay/demo/demo-file.ts';
import type { ChosenFile } from './customer.ts';

/** A real PDF of one page that says which customer it confirms. */
export const realPdf = (label: string): ChosenFile => ({
  name: '客户需求确认书.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from(confirmationPdf(label)),
});

/** A text that calls itself a PDF. */
export const fakePdf: ChosenFile = {
  name: '改了名字.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('这只是一段文字，不是 PDF。'.repeat(40)),
};
