/** Name under which records and files of this device only are kept elsewhere. */
export const UNSENT_FILE = 'unsent.ndjson';

/** Offers a text as a file to keep. */
export const downloadText = (name: string, mediaType: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
