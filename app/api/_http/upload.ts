import { Problem } from '@/lib/model/problem';

/** Packed, as it comes over the wire. */
export const uploadBytes = 200_000_000;
/** No byte for so long: the sender is gone, or means to hold the place (attack A26). */
const silenceMs = 30_000;
/** 200 MB at 350 kB a second. */
const wholeMs = 10 * 60_000;

export interface UploadBody {
  name: string;
  body: AsyncIterable<Uint8Array>;
  contentType?: string | undefined;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
}

const tooLarge = (): Problem =>
  new Problem('too-large', 'The recording is larger than 200 MB.', {
    remedy: 'Send a part of it: one namespace, or fewer logs.',
  });

const tooSlow = (): Problem =>
  new Problem('bad-request', 'The recording did not arrive in time.', {
    remedy: 'Send it again over a faster connection.',
  });

/** The body of a request as bytes, bounded in size and time. Nothing of it is read before somebody iterates. */
export function readUpload(request: Request): UploadBody {
  const contentType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (contentType?.startsWith('multipart/') === true) {
    throw new Problem('unsupported-media-type', 'The body must be the recording itself, not a form.', {
      field: 'Content-Type',
      remedy: 'Send it with curl --data-binary @recording.tar.gz.',
    });
  }
  if (Number(request.headers.get('content-length') ?? 0) > uploadBytes) throw tooLarge();
  if (request.body === null) throw new Problem('bad-request', 'There is no recording in the body.', { field: 'body' });
  return { name: 'upload', body: bounded(request.body), contentType, signal: request.signal };
}

async function* bounded(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  const endsAt = performance.now() + wholeMs;
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), Math.min(silenceMs, endsAt - performance.now()));
      if (done) return;
      bytes += value.length;
      if (bytes > uploadBytes) throw tooLarge();
      yield value;
    }
  } finally {
    // Whoever stops early must not leave the sender waiting. A body that failed already cannot be cancelled: nothing is lost.
    reader.cancel().then(undefined, () => undefined);
  }
}

async function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        reject(tooSlow());
      },
      Math.max(0, ms),
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
