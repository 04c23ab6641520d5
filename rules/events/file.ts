import * as z from 'zod/mini';
import { BLOB_HASH_PATTERN } from '../ids.ts';

/** A file by content. The bytes travel apart (blobs); the relay attests hash, type and size. */
export const fileSchema = z.strictObject({
  sha256: z.string().check(z.regex(BLOB_HASH_PATTERN)),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Bytes. */
  size: z.int().check(z.positive()),
});
export type FileReference = z.infer<typeof fileSchema>;
