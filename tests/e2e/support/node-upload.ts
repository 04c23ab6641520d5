import { BLOB_PATH } from '#protocol';
import type { SendFile } from '../../../client/data/blobs/upload-queue.ts';

/** Sends a file as browsers do, in one piece; the library they use takes no file of a browser's kind under Node. */
export const sendUnderNode =
  (url: string, headers: () => Readonly<Record<string, string>>): SendFile =>
  async ({ bytes, metadata }) => {
    const tus = { 'tus-resumable': '1.0.0' };
    const encoded = Object.entries(metadata).map(([key, text]) => `${key} ${Buffer.from(text).toString('base64')}`);
    const made = await fetch(`${url}${BLOB_PATH}`, {
      method: 'POST',
      headers: { ...tus, ...headers(), 'upload-length': String(bytes.length), 'upload-metadata': encoded.join(',') },
    });
    if (made.status !== 201) throw new Error(`upload: ${made.status}`);
    const sent = await fetch(new URL(made.headers.get('location') ?? '', url), {
      method: 'PATCH',
      headers: { ...tus, ...headers(), 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(bytes),
    });
    if (!sent.ok) throw new Error(`upload: ${sent.status}`);
    return 'stored';
  };
