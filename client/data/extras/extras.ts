import { type SendFile, UploadQueue } from '../blobs/upload-queue.ts';
import { makeContactBook } from '../contacts/contact-book.ts';
import { makeSecretStore } from '../secret-store/secret-store.ts';
import type { Extras, ExtrasContext } from '../worker/core-deps.ts';

/** Contacts of own customers are looked at again this long after a change of the customers, ms. */
const PREFETCH_MS = 3_000;

const hexDigest = async (bytes: Uint8Array): Promise<string> => {
  const hash = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

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
    const { platform, generation, http, workspace, onChange } = context;
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
    });
    let cancel: (() => void) | null = null;
    let stopped = false;
    const later = (): void => {
      if (cancel !== null || stopped) return;
      cancel = platform.timers.after(PREFETCH_MS, () => {
        cancel = null;
        void contacts.prefetch().catch(() => undefined);
        void uploads.flush();
      });
    };
    const stopListening = workspace.folding.onChange(later);
    later();
    return {
      attach: (file, name, documentType) => uploads.attach(file, name, documentType),
      revealContacts: (customer) => contacts.reveal(customer),
      uploads: () => uploads.states(),
      pendingUploads: () => uploads.waiting(),
      kick: () => void uploads.flush(),
      stop() {
        stopped = true;
        cancel?.();
        stopListening();
        uploads.stop();
      },
    };
  };

/** Files travel by tus. `relayOrigin` is empty where relative addresses reach the relay. */
export const makeExtrasFor = (
  relayOrigin: string,
  cookieHeaders: () => Readonly<Record<string, string>> = () => ({}),
) => makeExtrasOver(({ csrf }) => sendLater(relayOrigin, () => ({ 'x-jieli-csrf': csrf() ?? '', ...cookieHeaders() })));
