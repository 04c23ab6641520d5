import { deflateSync } from 'node:zlib';
import { confirmationPdf } from '../../../sync-relay/demo/demo-file.ts';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
export const goodPdf = (): Uint8Array => confirmationPdf('c-1');
const goodText = (): string => Buffer.from(goodPdf()).toString('latin1');

/** A PDF as newer writers make them: objects in a compressed object stream, a cross-reference stream, no table. */
export const streamPdf = (
  objects = '<< /Type /Pages /Kids [3 0 R] /Count 1 >> << /Type /Page /Parent 2 0 R >>',
): Uint8Array => {
  const packed = deflateSync(latin1(`2 0 3 42 ${objects}`)).toString('latin1');
  const head = `%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n4 0 obj\n<< /Type /ObjStm /N 2 /First 9 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed}\nendstream\nendobj\n`;
  const xref = deflateSync(Buffer.alloc(24)).toString('latin1');
  const table = `5 0 obj\n<< /Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length ${xref.length} >>\nstream\n${xref}\nendstream\nendobj\n`;
  return latin1(`${head}${table}startxref\n${head.length}\n%%EOF\n`);
};

/** A body with a trailer that is all right, so that pages are looked for everywhere. */
const withTrailer = (body: string): Uint8Array => {
  const head = `%PDF-1.4\n${body}\n`;
  return latin1(`${head}xref\n0 1\ntrailer\n<< /Root 1 0 R >>\nstartxref\n${head.length}\n%%EOF\n`);
};
const bomb = (): string =>
  `<< /Type /ObjStm >>\nstream\n${deflateSync(Buffer.alloc(64 * 1024 * 1024)).toString('latin1')}\nendstream\n`;

/** Small files that keep a careless reader busy for minutes. */
export const SLOW_PDFS: Readonly<Record<string, () => Uint8Array>> = {
  'a million streams, no object': () => withTrailer('streamendstream'.repeat(1_200_000)),
  'object streams without an end': () => withTrailer('/Type /ObjStm\nstream\n'.repeat(800_000)),
  'object streams that unfold to gigabytes': () => withTrailer(bomb().repeat(250)),
  'object streams of nothing': () => withTrailer('/Type /ObjStm stream endstream '.repeat(600_000)),
};

/** What people and attackers hand in as a 客户需求确认书, and none of it is one. */
export const HOSTILE_PDFS: Readonly<Record<string, () => Uint8Array>> = {
  'empty file': () => new Uint8Array(0),
  'renamed executable': () => Buffer.concat([latin1('MZ\x90\0\x03'), Buffer.alloc(600), goodPdf()]),
  'ELF program': () => Buffer.concat([latin1('\x7fELF\x02\x01\x01'), Buffer.alloc(600)]),
  'shell script': () => latin1('#!/bin/sh\necho %PDF-1.4\n'),
  'header only': () => latin1('%PDF-1.4\n'),
  'header and end only': () => latin1('%PDF-1.4\nstartxref\n0\n%%EOF\n'),
  'cut off in the middle': () => goodPdf().subarray(0, Math.floor(goodPdf().length / 2)),
  'cut off before the end mark': () => goodPdf().subarray(0, goodPdf().length - 7),
  'page of HTML before the header': () => latin1(`<html><script>alert(1)</script>${goodText()}`),
  'page of HTML after the end': () => latin1(`${goodText()}<html><script>alert(1)</script></html>`),
  'HTML that names PDF': () => latin1('<!doctype html><title>%PDF-1.4</title>'),
  'no page': () => latin1(goodText().replace('/Type /Page /Parent', '/Type /Pale /Parent')),
  'no root': () => latin1(goodText().replace('/Root 1 0 R', '/Ruut 1 0 R')),
  'offset beyond the file': () => latin1(goodText().replace(/startxref\n\d+/, 'startxref\n99999999')),
  'offset into nowhere': () => latin1(goodText().replace(/startxref\n\d+/, 'startxref\n20')),
  encrypted: () => latin1(goodText().replace('/Root 1 0 R', '/Root 1 0 R /Encrypt 9 0 R')),
  'object stream without a page': () => streamPdf('<< /Type /Pages /Kids [] /Count 0 >>'),
  zip: () => latin1('PK\x03\x04rest of a zip'),
  picture: () => latin1('\xff\xd8\xff\xe0 a picture'),
};
