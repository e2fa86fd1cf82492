/** A body that is longer than it may be. What would come after the first byte too many is never held. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

export interface BodyBounds {
  maxBytes: number;
  /** The body ends as it is after this many ms. Without it only the request's own deadline ends it. */
  maxMs?: number;
  /** A longer body is cut at `maxBytes`. Without it, it is an error. */
  truncate?: boolean;
}

/**
 * Reads a body up to its bounds.
 * @throws BodyTooLargeError · whatever the stream fails with
 */
export async function readBoundedBody(
  stream: ReadableStream<Uint8Array> | null,
  { maxBytes, maxMs, truncate = false }: BodyBounds,
): Promise<Uint8Array<ArrayBuffer>> {
  // A body of which nothing is wanted is left alone: to cancel it would be an event of its own.
  const reader = truncate && maxBytes === 0 ? undefined : stream?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  // Cancelling ends a read that waits for bytes: it is done then.
  const timer = maxMs === undefined ? undefined : setTimeout(() => void reader?.cancel(), maxMs);
  try {
    while (reader && !(truncate && size >= maxBytes)) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > maxBytes && !truncate) {
        await reader.cancel();
        throw new BodyTooLargeError(`more than ${maxBytes} bytes`);
      }
      parts.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
  await reader?.cancel();
  return joined(parts, Math.min(size, maxBytes));
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
