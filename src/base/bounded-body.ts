/** A body that exceeds its limit. The reader stops at the first excess byte, so it never holds more. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

export interface BodyBounds {
  maxBytes: number;
  /** After this many ms the body counts as complete. Without it, only the request's own deadline ends it. */
  maxMs?: number;
  /** Whether to cut a longer body at `maxBytes` instead of throwing. */
  truncate?: boolean;
}

/**
 * Reads a body up to its bounds.
 * @throws BodyTooLargeError · the stream's own error
 */
export async function readBoundedBody(
  stream: ReadableStream<Uint8Array> | null,
  { maxBytes, maxMs, truncate = false }: BodyBounds,
): Promise<Uint8Array<ArrayBuffer>> {
  // Do not touch a body of which no byte is wanted: cancelling it would cause an extra event in the browser.
  const reader = truncate && maxBytes === 0 ? undefined : stream?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  // Cancelling makes a pending read resolve with `done`.
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
