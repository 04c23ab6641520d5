import type { BlobHash } from '#rules';
import { filesToKeep } from '../answers/desk-answer.ts';
import { KeptFiles } from '../blobs/kept-files.ts';
import { type SendFile, UploadQueue } from '../blobs/upload-queue.ts';
import { makeContactBook } from '../contacts/contact-book.ts';
import type { ReadFileOutcome } from '../file-contract.ts';
import { makeSecretStore } from '../secret-store/secret-store.ts';
import type { Extras, ExtrasContext } from '../worker/core-deps.ts';

/** What is fetched ahead, contacts and files, is looked at again this long after a change, ms. */
const PREFETCH_MS = 3_000;

const hexDigest = async (bytes: Uint8Array): Promise<string> => {
  const hash = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** Whatever its bytes are: to be kept somewhere, never shown as a page of ours. */
const fileOf = (bytes: Uint8Array): ReadFileOutcome => ({
  kind: 'file',
  file: new Blob([Uint8Array.from(bytes)], { type: 'application/octet-stream' }),
});

/**
 * The upload library comes with the first file that is sent. Without it (no network yet, an old build swept away)
 * the file waits as it does without a relay.
 */
const sendLater =
  (base: string, headers: () => Readonly<Record<string, string>>): SendFile =>
  async (file) =>
    (await import('../blobs/send-by-tus.ts')).sendByTus(base, headers)(file);

/** Files and contacts of a running workspace; `sender` says how a file travels. */
export const makeExtrasOver =
  (sender: (context: ExtrasContext) => SendFile) =>
  (context: ExtrasContext): Extras => {
    const { platform, generation, http, workspace, ownCustomers, onChange } = context;
    const uploads = new UploadQueue({
      store: platform.store,
      generation,
      send: sender(context),
      digest: hexDigest,
      after: (delayMs, callback) => platform.timers.after(delayMs, callback),
      onChange,
    });
    const secrets = makeSecretStore(platform.store, generation, (count) => platform.randomBytes(count));
    const contacts = makeContactBook({
      http,
      secrets,
      fold: () => workspace.fold(),
      member: () => workspace.member(),
      shown: workspace.shownContacts,
      ownCustomers,
    });
    const files = new KeptFiles({
      store: platform.store,
      generation,
      fetch: http.file,
      digest: hexDigest,
      wanted: () => filesToKeep(workspace.fold(), workspace.member(), workspace.clock.now()),
      onChange,
    });
    const readFile = async (hash: BlobHash): Promise<ReadFileOutcome> => {
      const here = (await files.read(hash)) ?? (await uploads.read(hash));
      if (here !== null) return fileOf(here);
      const outcome = await files.fetched(hash);
      if (outcome.kind === 'ok') return fileOf(outcome.answer);
      return { kind: 'missing', reason: outcome.kind === 'offline' ? 'offline' : 'notFound' };
    };
    let cancel: (() => void) | null = null;
    let stopped = false;
    const later = (): void => {
      if (cancel !== null || stopped) return;
      cancel = platform.timers.after(PREFETCH_MS, () => {
        cancel = null;
        void contacts.prefetch().catch(() => undefined);
        void files.refresh().catch(() => undefined);
        void uploads.flush();
      });
    };
    const stopListening = workspace.folding.onChange(later);
    later();
    return {
      attach: (file, name, documentType) => uploads.attach(file, name, documentType),
      readFile,
      files: () => {
        const states = uploads.states();
        const waiting = Object.keys(states).filter((hash) => states[hash] !== 'stored');
        return {
          stored: [...workspace.fold().companyFiles()],
          here: [...new Set([...files.kept(), ...waiting])],
          noRoom: files.noRoom(),
          uploads: states,
        };
      },
      revealContacts: (customer) => contacts.reveal(customer),
      uploads: () => uploads.states(),
      pendingUploads: () => uploads.waiting(),
      kick: () => {
        void uploads.flush();
        later();
      },
      stop() {
        stopped = true;
        cancel?.();
        stopListening();
        uploads.stop();
        files.stop();
      },
    };
  };

/** Files travel by tus. `relayOrigin` is empty where relative addresses reach the relay. */
export const makeExtrasFor = (
  relayOrigin: string,
  cookieHeaders: () => Readonly<Record<string, string>> = () => ({}),
) => makeExtrasOver(({ csrf }) => sendLater(relayOrigin, () => ({ 'x-jieli-csrf': csrf() ?? '', ...cookieHeaders() })));
