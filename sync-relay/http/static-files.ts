import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** No inline code, no eval, nothing from elsewhere; the relay's own socket is named for browsers that want it so. */
const contentSecurityPolicy = (host: string | undefined): string => {
  const sockets = host !== undefined && /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    `connect-src 'self'${sockets}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
};

/** A path inside a folder, or null when it would lead out of it or cannot be read as one. */
const insidePath = (pathname: string): string | null => {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const path = normalize(decoded);
  return path.startsWith('/') && !path.includes('/..') ? path : null;
};

const sizeOf = async (file: string): Promise<number | null> => {
  try {
    const info = await stat(file);
    return info.isFile() ? info.size : null;
  } catch {
    return null;
  }
};

/** Forms a build puts beside a file, the smallest first, by what a browser calls them. */
const PACKED = [
  { coding: 'br', ending: '.br' },
  { coding: 'gzip', ending: '.gz' },
] as const;

interface Served {
  readonly file: string;
  readonly size: number;
  /** Under `content-encoding`; null = as it is. */
  readonly coding: string | null;
}

/** What a request names as acceptable; a weight of nothing takes a name back, `*` names nothing (RFC 9110, 12.5.3). */
const codingsIn = (accepted: string | undefined): ReadonlySet<string> =>
  new Set(
    (accepted ?? '').split(',').flatMap((one) => {
      const [name = '', weight = ''] = one.split(';').map((part) => part.trim().toLowerCase());
      return /^q=0(?:\.0*)?$/.test(weight) ? [] : [name];
    }),
  );

/** The smallest form of a file that is there and that the browser asked for by name. */
const smallest = async (file: string, accepted: string | undefined): Promise<Served | null> => {
  const codings = codingsIn(accepted);
  for (const { coding, ending } of PACKED) {
    const size = codings.has(coding) ? await sizeOf(file + ending) : null;
    if (size !== null) return { file: file + ending, size, coding };
  }
  const size = await sizeOf(file);
  return size === null ? null : { file, size, coding: null };
};

/**
 * Serves the built app, packed where the build packed it: hashed files for ever, everything else asked for anew, unknown
 * paths without an extension as the app itself. `folders`: the present build, then the one before it, whose files open
 * pages may still want.
 */
export const makeStaticFiles = (folders: readonly string[]) => {
  const find = async (path: string, accepted: string | undefined): Promise<Served | null> => {
    for (const folder of folders) {
      const served = await smallest(join(folder, path), accepted);
      if (served !== null) return served;
    }
    return null;
  };
  /** False when there is nothing to serve under that path. */
  return async (request: IncomingMessage, response: ServerResponse, pathname: string): Promise<boolean> => {
    const path = insidePath(pathname);
    if (path === null) return false;
    const accepted = request.headers['accept-encoding'];
    const file = extname(path) === '' ? null : await find(path, accepted);
    // A route may end in what looks like a file's ending: rules are named so.
    const isRoute = extname(path) === '' || request.headers.accept?.includes('text/html') === true;
    const found = file ?? (isRoute ? await find('/index.html', accepted) : null);
    if (found === null) return false;
    const type = TYPES[file === null ? '.html' : extname(path)] ?? 'application/octet-stream';
    response.writeHead(200, {
      'content-type': type,
      vary: 'accept-encoding',
      ...(found.coding === null ? {} : { 'content-encoding': found.coding }),
      'content-length': found.size,
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': contentSecurityPolicy(request.headers.host),
    });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(found.file)
        .on('error', () => response.destroy())
        .pipe(response);
    return true;
  };
};
