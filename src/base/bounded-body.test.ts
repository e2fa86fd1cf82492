import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { BodyTooLargeError, readBoundedBody } from './bounded-body.ts';

/** A body in these pieces. `cancelled`: the reader cancelled it; `taken`: bytes that were read. */
function bodyOf(parts: readonly Uint8Array[], end: 'closes' | 'hangs' = 'closes') {
  const state = { cancelled: false, taken: 0 };
  const left = [...parts];
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const part = left.shift();
        if (part) {
          state.taken += part.length;
          controller.enqueue(part);
        } else if (end === 'closes') controller.close();
        else return new Promise(() => {});
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, state };
}
const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 9 }), { maxLength: 8 });
const whole = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

test('reads a body within its bounds, however it is split', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, async (parts) => {
      const all = whole(parts);
      expect(await readBoundedBody(bodyOf(parts).stream, { maxBytes: all.length })).toEqual(all);
    }),
  );
});

test('rejects a longer body at its first excess byte, or truncates it there', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, fc.nat(80), async (parts, maxBytes) => {
      const all = whole(parts);
      const cut = await readBoundedBody(bodyOf(parts).stream, { maxBytes, truncate: true });
      expect(cut).toEqual(all.subarray(0, maxBytes));
      if (all.length <= maxBytes) return;
      const { stream, state } = bodyOf(parts);
      await expect(readBoundedBody(stream, { maxBytes })).rejects.toThrow(BodyTooLargeError);
      expect(state.cancelled || state.taken === all.length).toBe(true);
    }),
  );
});

test('returns what has arrived when a body stalls', async () => {
  vi.useFakeTimers();
  const { stream, state } = bodyOf([Uint8Array.of(1, 2)], 'hangs');
  const read = readBoundedBody(stream, { maxBytes: 9, maxMs: 50, truncate: true });
  await vi.advanceTimersByTimeAsync(50);
  expect(await read).toEqual(Uint8Array.of(1, 2));
  expect(state.cancelled).toBe(true);
  vi.useRealTimers();
});

test('a missing body is empty, and a broken one fails with its own error', async () => {
  expect(await readBoundedBody(null, { maxBytes: 9 })).toEqual(new Uint8Array());
  const broken = new ReadableStream<Uint8Array>({ start: (c) => c.error(new TypeError('cut')) });
  await expect(readBoundedBody(broken, { maxBytes: 9 })).rejects.toThrow('cut');
});
