/** Name under which records and files of this device only are kept elsewhere. */
export const UNSENT_FILE = 'unsent.ndjson';

/** Offers a text as a file to keep. */
export const downloadText = (name: string, mediaType: string, text: string): void =>
  downloadBlob(name, new Blob([text], { type: `${mediaType};charset=utf-8` }));

/** Offers bytes as a file to keep. */
export const downloadBlob = (name: string, blob: Blob): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
