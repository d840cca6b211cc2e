import type { LiveFrame } from '@/lib/service/subscribe-live';

/** Below the minute after which reverse proxies cut a silent answer, and the 15 to 20 s of watch-faults F41. */
export const heartbeatMs = 15_000;
/** What a browser may leave unread before its queue is thrown away for one `resync` (F40). */
const queueFrames = 1000;
const queueBytes = 1024 * 1024;
/** A browser that has read nothing for so many heartbeats is gone. */
const silentBeats = 4;

const encoder = new TextEncoder();
/** An event with data: a browser hides comments and empty events from the page, which watches for silence. */
const heartbeat = encoder.encode('event: heartbeat\ndata: {}\n\n');
/**
 * The browser waits so long before it comes back: short, since a restart takes about a second. The beat is for the page: a
 * proxy that holds the stream back passes its headers all the same (F44), so only a word proves that the page hears.
 */
const hello = encoder.encode('retry: 2000\nevent: heartbeat\ndata: {}\n\n');
const goodbye = encoder.encode('retry: 1000\n: the server ends this stream\n\n');

interface Subscription {
  subscribe: (send: (frame: LiveFrame) => void, close: () => void) => Promise<() => void>;
  signal: AbortSignal;
}

/**
 * One browser's stream: bounded, with heartbeats, and gone without a trace when either side ends it. Frames are handed
 * over as fast as the browser reads, joined where several wait.
 */
export async function eventStream({ subscribe, signal }: Subscription): Promise<ReadableStream<Uint8Array>> {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  let queue: Uint8Array[] = [hello];
  let waitingBytes = hello.length;
  let missedBeats = 0;
  let over = false;
  let unsubscribe: () => void = () => undefined;

  const flush = (): void => {
    if (controller === null || over || queue.length === 0 || (controller.desiredSize ?? 0) <= 0) return;
    // Emptied first: a browser that waits for the chunk is given it within `enqueue`, and asks for more at once.
    const chunks = queue;
    queue = [];
    waitingBytes = 0;
    controller.enqueue(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    missedBeats = 0;
  };
  const cleanUp = (): void => {
    over = true;
    clearInterval(beat);
    signal.removeEventListener('abort', abandon);
    unsubscribe();
    queue = [];
  };
  const abandon = (): void => {
    if (over) return;
    cleanUp();
    controller?.close();
  };
  const send = (frame: LiveFrame): void => {
    if (over) return;
    if (queue.length >= queueFrames || waitingBytes + frame.bytes.length > queueBytes) {
      const reason = JSON.stringify({ reason: 'this browser reads more slowly than the cluster changes' });
      queue = [encoder.encode(`id: ${frame.id}\nevent: resync\ndata: ${reason}\n\n`)];
      waitingBytes = 0;
    } else {
      queue.push(frame.bytes);
      waitingBytes += frame.bytes.length;
    }
    flush();
  };
  const close = (): void => {
    if (over) return;
    cleanUp();
    controller?.enqueue(goodbye);
    controller?.close();
  };
  const beat = setInterval(() => {
    if (queue.length === 0 && (controller?.desiredSize ?? 0) > 0) {
      controller?.enqueue(heartbeat);
      missedBeats = 0;
      return;
    }
    missedBeats += 1;
    if (missedBeats >= silentBeats) abandon();
  }, heartbeatMs);
  beat.unref();

  try {
    unsubscribe = await subscribe(send, close);
  } catch (refusal) {
    clearInterval(beat);
    throw refusal;
  }
  if (over) unsubscribe();
  signal.addEventListener('abort', abandon, { once: true });
  if (signal.aborted) abandon();
  return new ReadableStream<Uint8Array>({
    start(started) {
      controller = started;
      if (over) {
        started.enqueue(goodbye);
        started.close();
        return;
      }
      flush();
    },
    pull: flush,
    cancel: () => {
      if (!over) cleanUp();
    },
  });
}
