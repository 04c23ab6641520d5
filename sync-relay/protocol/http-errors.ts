/** Blobs: tus at `/api/blobs` with metadata `sha256`, `filename`, `documentType`, `customer`; `GET /api/blobs/<sha256>`. */
export const BLOB_PATH = '/api/blobs';

/** Every error of the HTTP surface, with its status. */
export const HTTP_ERRORS = {
  badRequest: 400,
  notSignedIn: 401,
  wrongOrigin: 403,
  csrf: 403,
  notEntitled: 403,
  notFound: 404,
  linkUsed: 410,
  linkExpired: 410,
  tooLarge: 413,
  wrongType: 415,
  hashMismatch: 460,
  rateLimited: 429,
  storageFailing: 503,
} as const;
export type HttpErrorCode = keyof typeof HTTP_ERRORS;
