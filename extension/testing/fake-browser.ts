/** As much of a browser as background and pages need to run in plain Node: for tests, which import it before all else. */
import { readFileSync } from 'node:fs';

type ReplyHandler = (payload: unknown) => unknown;
/** What the other side answers, by the name of the question; an error is a rejection. */
export const replies = new Map<string, ReplyHandler>();
/** Files of the package that lie elsewhere than the source does. */
export const packageFiles = new Map<string, string>();
/** What `storage.local` holds. */
export const localStorageArea: Record<string, unknown> = {};
/** What a policy says (`storage.managed`). */
export const managedStorageArea: Record<string, unknown> = {};
/** Alarms that are set: when they ring, epoch ms. */
export const alarms = new Map<string, number>();
/** Everything that the background told whoever listens. */
export const broadcasts: { notice: string; payload: unknown }[] = [];
const listeners = new Set<(message: unknown) => void>();

async function sendMessage(message: { ask?: string; notice?: string; payload: unknown }): Promise<unknown> {
  const { ask, notice, payload } = message;
  if (notice !== undefined) {
    broadcasts.push({ notice, payload });
    for (const listener of listeners) listener(message);
    return undefined;
  }
  try {
    return { ok: true, answer: (await replies.get(ask ?? '')?.(payload)) ?? null };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

const storageGetter = (from: Record<string, unknown>) => async (name: string) =>
  name in from ? { [name]: from[name] } : {};

Object.assign(globalThis, {
  __LANGUAGES__: ['en', 'ur'],
  __KNOWLEDGE_VERSION__: '2026-11-23-0',
  __TARGET__: 'chromium',
  document: { documentElement: {} },
  location: { hash: '' },
  addEventListener: () => {},
  fetch: async (url: string) =>
    new Response(packageFiles.get(url.replace(/^.*\//, '')) ?? readFileSync(new URL(url), 'utf8')),
  chrome: {
    runtime: {
      sendMessage,
      getURL: (path: string) => new URL(`../${path}`, import.meta.url).href,
      onMessage: {
        addListener: (listener: (message: unknown) => void) => listeners.add(listener),
        removeListener: (listener: (message: unknown) => void) => listeners.delete(listener),
      },
    },
    i18n: { getUILanguage: () => 'en' },
    storage: {
      local: {
        get: storageGetter(localStorageArea),
        set: async (values: object) => void Object.assign(localStorageArea, values),
      },
      managed: { get: storageGetter(managedStorageArea) },
    },
    alarms: {
      create: async (name: string, { when }: { when: number }) => void alarms.set(name, when),
      clear: async (name: string) => alarms.delete(name),
    },
  },
});
