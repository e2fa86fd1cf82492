import type { SessionMemory } from '../session-memory.ts';

/** A memory for tests. It keeps JSON, as Chromium does, so that nobody changes what was kept. */
export function createSessionMemory(maxBytes = Number.POSITIVE_INFINITY): SessionMemory & {
  readonly kept: Map<string, string>;
} {
  const kept = new Map<string, string>();
  const bytes = () => [...kept.values()].reduce((sum, { length }) => sum + length, 0);
  return {
    kept,
    read: async (key) => JSON.parse(kept.get(key) ?? 'null') ?? undefined,
    readAll: async () =>
      Object.fromEntries([...kept].map(([key, text]): [string, unknown] => [key, JSON.parse(text)])),
    async write(key, value) {
      const text = JSON.stringify(value);
      if (bytes() - (kept.get(key)?.length ?? 0) + text.length > maxBytes)
        throw new Error('Session storage quota bytes exceeded. Values were not stored.');
      kept.set(key, text);
    },
    async remove(keys) {
      for (const key of keys) kept.delete(key);
    },
  };
}
