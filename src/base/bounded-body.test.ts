import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { BodyTooLargeError, readBodySample, readBoundedBody } from './bounded-body.ts';

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

/** A body whose pieces come after these waits, ms; then it hangs, or closes. */
function timedBody(waits: readonly number[], end: 'closes' | 'hangs' = 'hangs') {
  const left = [...waits];
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const wait = left.shift();
        if (wait === undefined) return end === 'closes' ? controller.close() : new Promise(() => {});
        await new Promise((resolve) => setTimeout(resolve, wait));
        controller.enqueue(Uint8Array.of(1, 2, 3, 4));
      },
    },
    { highWaterMark: 0 },
  );
}
const SAMPLE_BOUNDS = { maxBytes: 16, maxMs: 400, maxIdleMs: 500, truncate: true };

test.each<[string, ReadableStream<Uint8Array> | null, { end: string; bytes: number; ms: number }]>([
  ['no body', null, { end: 'complete', bytes: 0, ms: 0 }],
  ['it is whole', timedBody([10, 10], 'closes'), { end: 'complete', bytes: 8, ms: 20 }],
  ['it is longer than is wanted', timedBody([10, 10, 10, 10, 10]), { end: 'limit', bytes: 16, ms: 40 }],
  ['it drips until its time is up', timedBody([150, 150, 150, 150]), { end: 'time', bytes: 12, ms: 450 }],
  ['nothing comes any more', timedBody([10]), { end: 'stopped', bytes: 4, ms: 510 }],
  ['a pause across its time is no stop', timedBody([10, 480]), { end: 'time', bytes: 8, ms: 490 }],
  ['it never begins', timedBody([]), { end: 'stopped', bytes: 0, ms: 500 }],
])('a sample of a body says why it ended: %s', async (_, stream, expected) => {
  vi.useFakeTimers();
  try {
    const startedAt = Date.now();
    const reading = readBodySample(stream, SAMPLE_BOUNDS).then(({ body, end }) => ({
      end,
      bytes: body.length,
      ms: Date.now() - startedAt,
    }));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await reading).toEqual(expected);
  } finally {
    vi.useRealTimers();
  }
});

test('a sample without a limit on pauses ends when its time is up', async () => {
  vi.useFakeTimers();
  const reading = readBodySample(timedBody([10]), { maxBytes: 16, maxMs: 400, truncate: true });
  await vi.advanceTimersByTimeAsync(400);
  expect(await reading).toEqual({ body: Uint8Array.of(1, 2, 3, 4), end: 'time' });
  vi.useRealTimers();
});

test('a missing body is empty, and a broken one fails with its own error', async () => {
  expect(await readBoundedBody(null, { maxBytes: 9 })).toEqual(new Uint8Array());
  const broken = new ReadableStream<Uint8Array>({ start: (c) => c.error(new TypeError('cut')) });
  await expect(readBoundedBody(broken, { maxBytes: 9 })).rejects.toThrow('cut');
});
