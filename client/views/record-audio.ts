/** A recording under way. */
export interface Recording {
  /** Ends it; the sound as a file, in the type this browser records. */
  stop(): Promise<Blob>;
  /** Ends it and forgets it. */
  cancel(): void;
}

const PREFERRED = ['audio/mp4', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus'];

/** Whether this browser can record at all. */
export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' && typeof navigator !== 'undefined' && navigator.mediaDevices !== undefined;

/** Starts recording the microphone; `null` when the person or the platform does not let it. */
export const startRecording = async (): Promise<Recording | null> => {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return null;
  }
  const mimeType = PREFERRED.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType });
  const chunks: Blob[] = [];
  recorder.ondataavailable = ({ data }) => void chunks.push(data);
  const release = (): void => {
    for (const track of stream.getTracks()) track.stop();
  };
  recorder.start();
  return {
    stop: () =>
      new Promise((resolve) => {
        recorder.onstop = () => {
          release();
          resolve(new Blob(chunks, { type: recorder.mimeType }));
        };
        recorder.stop();
      }),
    cancel: () => {
      recorder.onstop = null;
      if (recorder.state !== 'inactive') recorder.stop();
      release();
    },
  };
};

/** Ending of a file name for a recorded type. */
export const recordingExtension = (type: string): string =>
  type.includes('mp4') ? '.m4a' : type.includes('ogg') ? '.ogg' : '.webm';
