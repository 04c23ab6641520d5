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

/** Half a second of silence as a WAV file, labelled so that no two are alike. */
export const realRecording = (label: string): ChosenFile => {
  const samples = Buffer.alloc(8_000, 0x80);
  const text = Buffer.from(label);
  const head = Buffer.from('RIFF----WAVEfmt ----------------------data----', 'latin1');
  head.writeUInt32LE(36 + samples.length + 8 + text.length + (text.length % 2), 4);
  head.writeUInt32LE(16, 16);
  const [pcm, mono, rate, bits] = [1, 1, 8_000, 8];
  head.writeUInt16LE(pcm, 20);
  head.writeUInt16LE(mono, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(bits, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  const note = Buffer.concat([Buffer.from('note----', 'latin1'), text, Buffer.alloc(text.length % 2)]);
  note.writeUInt32LE(text.length, 4);
  return { name: '通话录音.wav', mimeType: 'audio/wav', buffer: Buffer.concat([head.subarray(0, 44), samples, note]) };
};

/** A picture of one pixel. */
export const realScreenshot: ChosenFile = {
  name: '聊天截图.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};
