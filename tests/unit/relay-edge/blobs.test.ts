import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '#protocol';
import { type CustomerId, encodeRow } from '#rules';
import { mediaTypeOf } from '../../../sync-relay/blobs/media-type.ts';
import { pdfFlaw } from '../../../sync-relay/blobs/pdf.ts';
import { type Colleague, customer, foundCompany, QUARTER_ROOM, send, type TestCompany } from './company.ts';
import { goodPdf, HOSTILE_PDFS, SLOW_PDFS, streamPdf } from './files.ts';
import { hashOf, makeTus } from './tus.ts';

let company: TestCompany;
let ren: Colleague;
beforeEach(async () => {
  company = await foundCompany();
  ren = await company.joinAs('ren', 'dev-ren');
});
afterEach(() => company.stop());

const { tus, create, sendBytes, upload } = makeTus(() => company.url);
const green = (sha256: string, size: number) => ({
  colour: 'green',
  basis: null,
  checks: { needVerified: true, budgetDefinite: true, keyPersonAgrees: true },
  evidence: [{ sha256, name: '确认书.pdf', size, documentType: 'requirementConfirmation' }],
});
const kept = (): string[] =>
  readdirSync(join(company.dataDir, 'blobs'), { recursive: true })
    .map(String)
    .filter((name) => /[0-9a-f]{64}$/.test(name));

describe('what a file is', () => {
  it('[BL-1] a PDF with a table or with streams passes; everything in the hostile corpus does not', () => {
    expect(pdfFlaw(goodPdf())).toBeNull();
    expect(pdfFlaw(streamPdf())).toBeNull();
    for (const [name, make] of Object.entries(HOSTILE_PDFS)) {
      expect([name, pdfFlaw(make()) !== null]).toEqual([name, true]);
      expect([name, mediaTypeOf(make()) === 'application/pdf']).toEqual([name, false]);
    }
  });
  it('[BL-10] a file made to keep the reader busy is refused like any other', () => {
    for (const [name, make] of Object.entries(SLOW_PDFS)) {
      const bytes = make();
      expect([name, bytes.length <= LIMITS.blobBytes, pdfFlaw(bytes)]).toEqual([name, true, 'noPage']);
    }
  });
  it('[BL-2] the type follows from the bytes', () => {
    const of = (head: string): string | null => mediaTypeOf(Buffer.from(head, 'latin1'));
    expect(of('\x89PNG\r\n\x1a\n')).toBe('image/png');
    expect(of('RIFF\0\0\0\0WEBPVP8 ')).toBe('image/webp');
    expect(of('\0\0\0\x18ftypM4A ')).toBe('audio/mp4');
    expect(of('ID3\x04\0\0')).toBe('audio/mpeg');
    expect([of('\xff\xfb\x90'), of('\xff\xf1\x50'), of('\xff\xf9\x50')]).toEqual([
      'audio/mpeg',
      'audio/aac',
      'audio/aac',
    ]);
    expect([of('#!AMR\n'), of('#!AMR-WB\n'), of('OggS\0')]).toEqual(['audio/amr', 'audio/amr', 'audio/ogg']);
    expect([of('RIFF\0\0\0\0WAVEfmt '), of('\x1a\x45\xdf\xa3')]).toEqual(['audio/wav', 'audio/webm']);
    expect(of('\0\0\0\x18ftyp3gp4')).toBe('audio/mp4');
    expect(of('<svg onload=alert(1)>')).toBeNull();
    expect(of('PK\x03\x04')).toBeNull();
  });
});

describe('upload', () => {
  it('[BL-3] [R20] a true PDF is kept by its hash and attested where it is cited, before or after', async () => {
    const bytes = goodPdf();
    const east = QUARTER_ROOM(company, 'east');
    await company.write(ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    await company.write(ren, east, 'statusMarked', 'c-1', green(hashOf(bytes), bytes.length));
    const mark = () => company.relay.company.fold.customer('c-1' as CustomerId)?.mark;
    expect(mark()?.pendingUpload).toBe(true);
    expect((await upload(ren, bytes)).status).toBe(204);
    expect(mark()?.pendingUpload).toBe(false);
    await company.write(ren, 'pool:east@1', 'customerCreated', 'c-2', customer('ren'));
    await company.write(ren, east, 'statusMarked', 'c-2', green(hashOf(bytes), bytes.length));
    expect([...company.log.facts(east)].filter(({ kind }) => kind === 'blobAttested')).toHaveLength(1);
  });
  it('[BL-4] a hostile file is refused, leaves nothing behind and is counted', async () => {
    for (const [name, make] of Object.entries(HOSTILE_PDFS)) {
      const bytes = make();
      if (bytes.length === 0) continue;
      const answer = await upload(ren, bytes);
      expect([name, answer.status, await answer.text()]).toEqual([name, 415, '{"error":"wrongType"}']);
    }
    expect(kept()).toEqual([]);
    expect(company.relay.metrics.value('jieli_blobs_refused_total', 'wrongType')).toBeGreaterThan(10);
  });
  it('[BL-5] bytes that are not those of the hash, no hash, or too many bytes are refused', async () => {
    expect((await upload(ren, goodPdf(), hashOf(randomBytes(8)))).status).toBe(460);
    expect((await create(ren, 100, '../../etc/passwd')).status).toBe(400);
    expect((await create(ren, 21 * 1024 * 1024, hashOf(randomBytes(8)))).status).toBe(413);
    expect(kept()).toEqual([]);
  });
  it('[BL-6] an upload cut off goes on where it stopped', async () => {
    const bytes = goodPdf();
    const made = await create(ren, bytes.length, hashOf(bytes));
    const location = made.headers.get('location') ?? '';
    expect((await sendBytes(ren, location, 0, bytes.subarray(0, 200))).status).toBe(204);
    expect((await tus(ren, location, 'HEAD', {})).headers.get('upload-offset')).toBe('200');
    expect((await sendBytes(ren, location, 200, bytes.subarray(200))).status).toBe(204);
    expect(kept()).toHaveLength(1);
  });
  it('[BL-11] unfinished uploads do not fill the disk, and a finished one leaves nothing behind', async () => {
    const folder = join(company.dataDir, 'uploads');
    const bytes = goodPdf();
    expect((await upload(ren, bytes)).status).toBe(204);
    expect(readdirSync(folder)).toEqual([]);
    const first = (await create(ren, 1000, hashOf(randomBytes(8)))).headers.get('location') ?? '';
    for (let turn = 0; turn < 8; turn += 1) await create(ren, 1000, hashOf(randomBytes(8)));
    const wei = await company.joinAs('wei', 'dev-wei');
    await create(wei, 1000, hashOf(randomBytes(8)));
    expect(readdirSync(folder).filter((name) => !name.endsWith('.json'))).toHaveLength(9);
    expect((await tus(ren, first, 'HEAD', {})).status).toBe(404);
  });
  it('[BL-12] the step of the pinned store that would outlive it is there to be left out', () => {
    expect(Object.hasOwn(FileStore.prototype, 'checkOrCreateDirectory')).toBe(true);
  });
  it('[BL-7] without a session or its token nothing is taken', async () => {
    const nobody = { ...ren, headers: () => ({ origin: company.url, cookie: '', 'x-jieli-csrf': '' }) };
    expect((await create(nobody, 100, hashOf(goodPdf()))).status).toBe(401);
    const forged = { ...ren, headers: () => ({ ...ren.headers(), 'x-jieli-csrf': 'guess' }) };
    expect((await create(forged, 100, hashOf(goodPdf()))).status).toBe(403);
  });
});

describe('download', () => {
  it('[BL-8] who may read a document that cites the file gets it as a download; to others it does not exist', async () => {
    const bytes = goodPdf();
    const east = QUARTER_ROOM(company, 'east');
    const wei = await company.joinAs('wei', 'dev-wei');
    await upload(ren, bytes);
    await company.write(ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    await company.write(ren, east, 'statusMarked', 'c-1', green(hashOf(bytes), bytes.length));
    const path = `/api/blobs/${hashOf(bytes)}`;
    const file = await company.owner.get(path);
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array(bytes));
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"/);
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await wei.get(path)).status).toBe(404);
  });
  it('[BL-9] [R72] a file of a private customer is open to the territory once its history is shared, not before', async () => {
    await company.write(company.owner, 'org@1', 'memberInvited', 'org', {
      member: 'jo',
      name: '小乔',
      role: 'rep',
      territories: ['east'],
    });
    const jo = await company.joinAs('jo', 'dev-jo');
    const [east, own] = [QUARTER_ROOM(company, 'east'), 'private:ren@1'];
    const bytes = goodPdf();
    const path = `/api/blobs/${hashOf(bytes)}`;
    await upload(ren, bytes);
    await company.write(ren, own, 'customerCreated', 'c-3', customer('ren'));
    const mark = green(hashOf(bytes), bytes.length);
    const answer = await send(ren, own, ren.author.update(own, 'statusMarked', 'c-3', mark));
    expect((await jo.get(path)).status).toBe(404);
    const stored = [...company.log.rows(own)].at(-1);
    const receipt = answer.type === 'ack' ? answer.rooms[0]?.receipts[0] : undefined;
    if (stored === undefined || receipt === undefined) throw new Error('the mark was not taken');
    const copy = { row: encodeRow(stored.event), received: receipt.received, mac: receipt.mac };
    const again = { ...customer('ren'), contributor: 'ren' };
    await company.write(ren, 'pool:east@1', 'customerCreated', 'c-3', again);
    await expect(company.write(jo, east, 'historyShared', 'c-3', copy)).rejects.toThrow('notEntitled');
    expect((await jo.get(path)).status).toBe(404);
    await company.write(ren, east, 'historyShared', 'c-3', copy);
    expect((await jo.get(path)).status).toBe(200);
  });
  it('[BL-14] a player gets the part of a file it asks for', async () => {
    const bytes = goodPdf();
    await upload(ren, bytes);
    const part = (range: string) =>
      fetch(`${company.url}/api/blobs/${hashOf(bytes)}`, { headers: { ...ren.headers(), range } });
    const some = await part('bytes=5-8');
    expect([some.status, some.headers.get('content-range'), await some.text()]).toEqual([
      206,
      `bytes 5-8/${bytes.length}`,
      Buffer.from(bytes.subarray(5, 9)).toString('latin1'),
    ]);
    expect((await part('bytes=3-')).headers.get('content-length')).toBe(String(bytes.length - 3));
    for (const odd of ['bytes=-4', 'bytes=9-2', `bytes=${bytes.length}-`, 'bytes=0-1,3-4', 'lines=1-2']) {
      expect([odd, (await part(odd)).status]).toEqual([odd, 200]);
    }
  });
  it('[BL-13] [R94] a recording is for owner and leaders of the customer, and citing its hash opens it to nobody', async () => {
    const invite = (member: string) =>
      company.write(company.owner, 'org@1', 'memberInvited', 'org', {
        member,
        name: member,
        role: 'rep',
        territories: ['east'],
      });
    await invite('jo');
    const jo = await company.joinAs('jo', 'dev-jo');
    const east = QUARTER_ROOM(company, 'east');
    const bytes = Buffer.from(`ID3 ${randomBytes(64).toString('hex')}`);
    const sha256 = hashOf(bytes);
    const path = `/api/blobs/${sha256}`;
    const appeal = {
      effect: 'effect-1',
      reason: '接通过',
      evidence: [{ sha256, name: '录音.mp3', size: bytes.length, documentType: 'callRecording' }],
    };
    await upload(ren, bytes, sha256, 'callRecording');
    await company.write(ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    await company.write(ren, east, 'appealFiled', 'c-1', appeal);
    expect((await company.owner.get(path)).status).toBe(200);
    expect((await ren.get(path)).status).toBe(200);
    expect((await jo.get(path)).status).toBe(404);
    await company.write(jo, 'pool:east@1', 'customerCreated', 'c-2', customer('jo'));
    await company.write(jo, east, 'appealFiled', 'c-2', appeal);
    expect((await jo.get(path)).status).toBe(404);
    await company.write(ren, east, 'customerHandedOver', 'c-1', { to: 'jo' });
    expect((await jo.get(path)).status).toBe(200);
  });
});
