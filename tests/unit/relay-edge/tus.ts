import { createHash } from 'node:crypto';
import type { Colleague } from './company.ts';

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const metadata = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');

/** Uploads step by step, to the relay that is at this address at the time. */
export const makeTus = (url: () => string) => {
  const tus = (from: Colleague, path: string, method: string, headers: Record<string, string>, body?: Uint8Array) =>
    fetch(url() + path, {
      method,
      headers: { 'tus-resumable': '1.0.0', ...from.headers(), ...headers },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
  const create = (from: Colleague, size: number, sha256: string, documentType = 'requirementConfirmation') =>
    tus(from, '/api/blobs', 'POST', {
      'upload-length': String(size),
      'upload-metadata': metadata({ sha256, filename: '../../确认书.pdf', documentType, customer: 'c-1' }),
    });
  const sendBytes = (from: Colleague, location: string, offset: number, bytes: Uint8Array) =>
    tus(
      from,
      location,
      'PATCH',
      { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      bytes,
    );
  const upload = async (from: Colleague, bytes: Uint8Array, sha256 = hashOf(bytes), documentType?: string) => {
    const made = await create(from, bytes.length, sha256, documentType);
    if (made.status !== 201) return made;
    return sendBytes(from, made.headers.get('location') ?? '', 0, bytes);
  };
  return { tus, create, sendBytes, upload };
};
