import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isSameText, makeSecret } from '../authn/secrets.ts';
import { HttpRefusal, sendJson, sendRefusal } from '../http/exchange.ts';
import { StorageFailure } from '../storage/contract.ts';
import type { Duties, RelayStatus } from './duties.ts';

/**
 * Where the operator's command finds the running relay: a port of this machine and a key, in a file of the data
 * folder that only its owner may read. Whoever can read it can read the database too.
 */
export interface OperatorAccess {
  readonly port: number;
  readonly key: string;
}
export const operatorFile = (dataDir: string): string => join(dataDir, 'operator.json');
export const OPERATOR_HEADER = 'x-jieli-operator';

const answerTo = (duties: Duties, path: string, query: URLSearchParams): Promise<RelayStatus | null> => {
  switch (path) {
    case '/status':
      return Promise.resolve(duties.status());
    case '/end-recovery':
      return duties.endRecovery();
    case '/confirm-clock':
      return duties.confirmClock();
    case '/backup-made': {
      const text = query.get('tick') ?? '';
      return /^\d{1,15}$/.test(text) ? duties.backupMade(Number(text)) : Promise.resolve(null);
    }
    default:
      throw new HttpRefusal('notFound');
  }
};

/** Opens the door on the loopback address; a new key at each start. */
export const openOperatorDoor = async (
  duties: Duties,
  dataDir: string,
): Promise<{ readonly access: OperatorAccess; close(): void }> => {
  const key = makeSecret();
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const shown = request.headers[OPERATOR_HEADER];
    if (request.method !== 'POST' || typeof shown !== 'string' || !isSameText(shown, key)) {
      throw new HttpRefusal('notEntitled');
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://relay');
    const status = await answerTo(duties, pathname, searchParams);
    if (status === null) throw new HttpRefusal('badRequest');
    sendJson(response, 200, status);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((cause: unknown) => {
      const code = cause instanceof StorageFailure ? 'storageFailing' : 'badRequest';
      sendRefusal(response, cause instanceof HttpRefusal ? cause.code : code);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const access: OperatorAccess = { port: (server.address() as AddressInfo).port, key };
  // a file left by a killed relay may have another mode
  rmSync(operatorFile(dataDir), { force: true });
  writeFileSync(operatorFile(dataDir), JSON.stringify(access), { mode: 0o600 });
  return {
    access,
    close() {
      rmSync(operatorFile(dataDir), { force: true });
      server.closeAllConnections();
      server.close();
    },
  };
};
