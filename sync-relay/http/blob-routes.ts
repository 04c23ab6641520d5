import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BLOB_PATH } from '#protocol';
import { type BlobHash, isBlobHash, leads, type MemberId } from '#rules';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Uploads } from '../blobs/uploads.ts';
import type { RelayCore } from '../relay-core.ts';
import { HttpRefusal } from './exchange.ts';
import type { SessionGuard } from './session-guard.ts';

export interface BlobRouteDeps {
  readonly core: Pick<RelayCore, 'catalogue' | 'company' | 'ruleHost'>;
  readonly guard: SessionGuard;
  readonly store: BlobStore;
  readonly uploads: Uploads;
}

/**
 * A recording or screenshot is for the customer's owner and those who lead him (R94). What somebody else than an
 * uploader cites gives nobody a right: whoever reads an appeal knows the hash and could cite it about his own customer.
 */
const mayReadEvidence = (
  { core }: BlobRouteDeps,
  member: MemberId,
  uses: ReturnType<RelayCore['ruleHost']['appealsWith']>,
  uploaders: readonly string[],
): boolean => {
  const { fold } = core.company;
  return uses.some(({ customer: id, author }) => {
    const customer = uploaders.includes(author) ? fold.customer(id) : null;
    if (customer === null) return false;
    return customer.owner === member || leads(fold.org(), member, customer.owner, customer.territory);
  });
};

/**
 * A file may be read by whoever uploaded it, by whoever may read a document that cites it, and by everybody once it is
 * a playbook's.
 */
const mayRead = (deps: BlobRouteDeps, member: MemberId, hash: BlobHash, uploaders: readonly string[]): boolean => {
  const { core } = deps;
  if (uploaders.includes(member)) return true;
  if (core.company.fold.companyFiles().has(hash)) return true;
  const uses = core.ruleHost.appealsWith(hash);
  if (uses.length > 0) return mayReadEvidence(deps, member, uses, uploaders);
  for (const room of core.ruleHost.roomsCiting(hash)) {
    const found = core.catalogue.find(room);
    if (found.kind === 'known' && core.company.access(member, found.doc).read) return true;
  }
  return false;
};

/** RFC 6266 file name: quoted ASCII for old readers, UTF-8 percent-encoded for the rest. */
const disposition = (name: string): string => {
  const plain = name.replace(/[^\w.-]/g, '_') || 'file';
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};

/** One range of bytes, as players of recordings ask for it; anything else is answered with the whole file. */
const partOf = (range: string | undefined, size: number): { readonly start: number; readonly end: number } | null => {
  const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === '') return null;
  const end = Math.min(to === '' ? size - 1 : Number(to), size - 1);
  return Number(from) <= end ? { start: Number(from), end } : null;
};

const download = (deps: BlobRouteDeps, request: IncomingMessage, response: ServerResponse, hash: BlobHash): void => {
  const { session } = deps.guard.reader(request);
  const blob = deps.store.find(hash);
  // Whether a file exists is nobody's business who may not read it.
  if (blob === null || !mayRead(deps, session.member, hash, blob.uploaders)) throw new HttpRefusal('notFound');
  const part = partOf(request.headers.range, blob.size);
  response.writeHead(part === null ? 200 : 206, {
    'content-type': blob.mediaType,
    'accept-ranges': 'bytes',
    ...(part === null
      ? { 'content-length': blob.size }
      : {
          'content-length': part.end - part.start + 1,
          'content-range': `bytes ${part.start}-${part.end}/${blob.size}`,
        }),
    'content-disposition': disposition(blob.name),
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'private, no-cache',
  });
  createReadStream(deps.store.path(hash), part ?? {})
    .on('error', () => response.destroy())
    .pipe(response);
};

/** Takes requests under the blob path; false for any other path. */
export const makeBlobRoutes =
  (deps: BlobRouteDeps) =>
  async (request: IncomingMessage, response: ServerResponse, pathname: string): Promise<boolean> => {
    if (pathname !== BLOB_PATH && !pathname.startsWith(`${BLOB_PATH}/`)) return false;
    const rest = pathname.slice(BLOB_PATH.length + 1);
    if (request.method === 'GET') {
      if (!isBlobHash(rest)) throw new HttpRefusal('notFound');
      download(deps, request, response, rest);
      return true;
    }
    if (request.method === 'HEAD') deps.guard.reader(request);
    else if (request.method === 'POST' || request.method === 'PATCH') deps.guard.writer(request);
    else throw new HttpRefusal('notFound');
    if (rest !== '' && !/^[0-9a-f]{32}$/.test(rest)) throw new HttpRefusal('notFound');
    await deps.uploads.handle(request, response);
    return true;
  };
