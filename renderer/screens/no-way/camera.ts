import type { Camera } from './scan.ts';
import { scanSize } from './scan-pace.ts';

/** Whether there is a camera, as far as a page may know before it asks for one. Never rejects. */
export async function hasCamera(): Promise<boolean> {
  try {
    const all = (await pageDevices()?.enumerateDevices()) ?? [];
    return all.some(({ kind }) => kind === 'videoinput');
  } catch {
    return false;
  }
}

/** Of this page. Undefined where the page may not use any. */
export function pageDevices(): MediaDevices | undefined {
  return navigator.mediaDevices;
}

/**
 * Asks for a camera without sound, and shows in `video` what it sees. One that looks away from the person is preferred:
 * a code is on paper or on a wall. It is off as soon as the signal is aborted; `lost` is called when somebody else
 * switched it off. Rejects as getUserMedia does.
 */
export async function openCamera(
  video: HTMLVideoElement,
  lost: () => void,
  signal: AbortSignal,
): Promise<Camera> {
  const stream = await pageDevices()?.getUserMedia({
    audio: false,
    video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  const [track] = stream?.getVideoTracks() ?? [];
  if (stream === undefined || track === undefined) throw new DOMException('', 'NotFoundError');
  const close = () => {
    track.stop();
    video.srcObject = null;
  };
  if (signal.aborted) close();
  signal.throwIfAborted();
  signal.addEventListener('abort', close, { once: true });
  track.addEventListener('ended', lost, { signal });
  const { default: decode } = await import('jsqr');
  signal.throwIfAborted();
  video.srcObject = stream;
  await video.play();
  const { facingMode } = track.getSettings();
  return { facesAway: facingMode === 'environment', read: createReader(video, decode) };
}

type Decode = typeof import('jsqr').default;

function createReader(video: HTMLVideoElement, decode: Decode): Camera['read'] {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  return () => {
    const { width, height } = scanSize({ width: video.videoWidth, height: video.videoHeight });
    if (width === 0 || height === 0) return undefined;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return decode(data, width, height, { inversionAttempts: 'attemptBoth' })?.data;
  };
}
