/** As much of a browser as background and pages need to run in plain Node: for tests, which import it before all else. */
import { readFileSync } from 'node:fs';

type Handler = (payload: unknown) => unknown;
/** What the other side answers, by the name of the question; an error is a rejection. */
export const answers = new Map<string, Handler>();
/** Files of the package that lie elsewhere than the source does. */
export const files = new Map<string, string>();
/** What `storage.local` holds. */
export const kept: Record<string, unknown> = {};
/** What a policy says (`storage.managed`). */
export const policy: Record<string, unknown> = {};
/** Alarms that are set: when they ring, epoch ms. */
export const alarms = new Map<string, number>();
/** Everything that the background told whoever listens. */
export const notices: { notice: string; payload: unknown }[] = [];
const listeners = new Set<(message: unknown) => void>();

async function sendMessage(message: { ask?: string; notice?: string; payload: unknown }): Promise<unknown> {
  const { ask, notice, payload } = message;
  if (notice !== undefined) {
    notices.push({ notice, payload });
    for (const listener of listeners) listener(message);
    return undefined;
  }
  try {
    return { ok: true, answer: (await answers.get(ask ?? '')?.(payload)) ?? null };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

const pick = (from: Record<string, unknown>) => async (name: string) =>
  name in from ? { [name]: from[name] } : {};

Object.assign(globalThis, {
  __LANGUAGES__: ['en', 'ur'],
  __KNOWLEDGE_VERSION__: '2026-11-23-0',
  __TARGET__: 'chromium',
  document: { documentElement: {} },
  location: { hash: '' },
  addEventListener: () => {},
  fetch: async (url: string) =>
    new Response(files.get(url.replace(/^.*\//, '')) ?? readFileSync(new URL(url), 'utf8')),
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
      local: { get: pick(kept), set: async (values: object) => void Object.assign(kept, values) },
      managed: { get: pick(policy) },
    },
    alarms: {
      create: async (name: string, { when }: { when: number }) => void alarms.set(name, when),
      clear: async (name: string) => alarms.delete(name),
    },
  },
});
