/**
 * Every way the relay closes a socket or a channel. `retry` tells the client what to do: `backoff` = try
 * again later; `never` = trying again cannot help (4400-4499: y-websocket stops too); `signIn` = get a new
 * session first. Client and relay import this same table.
 */
export const CLOSE_CODES = {
  shuttingDown: { code: 1001, retry: 'backoff' },
  malformedFrame: { code: 4400, retry: 'never' },
  notSignedIn: { code: 4401, retry: 'signIn' },
  notEntitled: { code: 4403, retry: 'never' },
  unknownDocument: { code: 4404, retry: 'never' },
  staleEpoch: { code: 4409, retry: 'never' },
  deviceRevoked: { code: 4410, retry: 'never' },
  tooLarge: { code: 4413, retry: 'never' },
  upgradeNeeded: { code: 4426, retry: 'never' },
  rateLimited: { code: 4529, retry: 'backoff' },
  storageFailing: { code: 4503, retry: 'backoff' },
  slowReader: { code: 4508, retry: 'backoff' },
} as const;
export type CloseReason = keyof typeof CLOSE_CODES;

export const closeReasonOf = (code: number): CloseReason | null => {
  for (const reason of Object.keys(CLOSE_CODES) as CloseReason[]) if (CLOSE_CODES[reason].code === code) return reason;
  return null;
};
