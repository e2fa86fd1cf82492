/** A body that exceeds its limit. The reader stops at the first excess byte, so it never holds more. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

export interface BodyBounds {
  maxBytes: number;
  /** After this many ms the body is taken as it is. Without it, only the request's own deadline ends it. */
  maxMs?: number;
  /**
   * If no byte comes for this many ms, the body has stopped. With it, `maxMs` ends the body only when its next byte
   * comes: until then a pause and a stop look alike.
   */
  maxIdleMs?: number;
  /** Whether to cut a longer body at `maxBytes` instead of throwing. */
  truncate?: boolean;
}

/** Why reading ended: the body was whole, its limit was reached, its time was up, or nothing came any more. */
export type BodyEnd = 'complete' | 'limit' | 'time' | 'stopped';

/**
 * Reads a body up to its bounds.
 * @throws BodyTooLargeError · the stream's own error
 */
export async function readBoundedBody(
  stream: ReadableStream<Uint8Array> | null,
  bounds: BodyBounds,
): Promise<Uint8Array<ArrayBuffer>> {
  return (await readBodySample(stream, bounds)).body;
}

/**
 * The same, and why reading ended.
 * @throws BodyTooLargeError · the stream's own error
 */
export async function readBodySample(
  stream: ReadableStream<Uint8Array> | null,
  { maxBytes, maxMs, maxIdleMs, truncate = false }: BodyBounds,
): Promise<{ body: Uint8Array<ArrayBuffer>; end: BodyEnd }> {
  // Do not touch a body of which no byte is wanted: cancelling it would cause an extra event in the browser.
  const reader = truncate && maxBytes === 0 ? undefined : stream?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  // No body at all, as of a redirect, is whole: nothing was cut off.
  let end: BodyEnd | undefined = stream === null ? 'complete' : undefined;
  let isTimeUp = false;
  // Cancelling makes a pending read resolve with `done`.
  const endWith = (why: BodyEnd) => {
    end ??= why;
    void reader?.cancel();
  };
  const endTime = () => {
    isTimeUp = true;
    if (maxIdleMs === undefined) endWith('time');
  };
  const startTimer = (run: () => void, ms: number | undefined) =>
    ms === undefined ? undefined : setTimeout(run, ms);
  const timer = startTimer(endTime, maxMs);
  let idleTimer = startTimer(() => endWith('stopped'), maxIdleMs);
  try {
    while (reader && !isTimeUp && !(truncate && size >= maxBytes)) {
      const { done, value } = await reader.read();
      if (done) {
        end ??= 'complete';
        break;
      }
      clearTimeout(idleTimer);
      idleTimer = startTimer(() => endWith('stopped'), maxIdleMs);
      size += value.length;
      if (size > maxBytes && !truncate) {
        await reader.cancel();
        throw new BodyTooLargeError(`more than ${maxBytes} bytes`);
      }
      parts.push(value);
    }
  } finally {
    clearTimeout(timer);
    clearTimeout(idleTimer);
  }
  await reader?.cancel();
  return { body: joined(parts, Math.min(size, maxBytes)), end: end ?? (isTimeUp ? 'time' : 'limit') };
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part.subarray(0, size - at), at);
    at += part.length;
  }
  return all;
}
