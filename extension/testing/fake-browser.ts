/** A browser for tests in plain Node, with what background and pages use of it. Tests import it before all else. */
import { readFileSync } from 'node:fs';

type ReplyHandler = (payload: unknown) => unknown;
/** What the background answers, by the name of the request; an error becomes a rejection. */
export const replies = new Map<string, ReplyHandler>();
/** Files of the package, by name, that do not lie beside the source. */
export const packageFiles = new Map<string, string>();
/** What `storage.local` holds. */
export const localStorageArea: Record<string, unknown> = {};
/** What an administrator's policy sets (`storage.managed`). */
export const managedStorageArea: Record<string, unknown> = {};
/** Alarms that are set: when they ring, epoch ms. */
export const alarms = new Map<string, number>();
/** Everything that the background has broadcast. */
export const broadcasts: { notice: string; payload: unknown }[] = [];
const ID = 'the-extension';
/** The background, as pages see it in their messages. */
const BACKGROUND = { id: ID, url: new URL('../background.ts', import.meta.url).href };
type MessageListener = (message: unknown, sender: object, respond: (reply: unknown) => void) => void;
const listeners = new Set<MessageListener>();

/** Sends a message to all pages, by default as the background. */
export function deliverMessage(
  message: unknown,
  sender: object = BACKGROUND,
  respond: (reply: unknown) => void = () => {},
): void {
  for (const listener of listeners) listener(message, sender, respond);
}

type StorageChanges = Record<string, { oldValue?: unknown; newValue?: unknown }>;
type StorageListener = (changes: StorageChanges) => void;
const storageListeners = new Set<StorageListener>();

async function sendMessage(message: { ask?: string; notice?: string; payload: unknown }): Promise<unknown> {
  const { ask, notice, payload } = message;
  if (notice !== undefined) {
    broadcasts.push({ notice, payload });
    deliverMessage(message);
    return undefined;
  }
  try {
    return { ok: true, answer: (await replies.get(ask ?? '')?.(payload)) ?? null };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Changes `storage.local` and tells every listener of it, also those of the page that made the change, as browsers do. */
export async function writeLocalStorage(values: Record<string, unknown>): Promise<void> {
  const changes: StorageChanges = {};
  for (const [name, newValue] of Object.entries(values)) {
    changes[name] = { oldValue: localStorageArea[name], newValue };
    if (newValue === undefined) delete localStorageArea[name];
    else localStorageArea[name] = newValue;
  }
  for (const listener of storageListeners) listener(changes);
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
      id: ID,
      getPlatformInfo: async () => ({ os: 'linux' }),
      getManifest: () => ({ version: '0.0.0' }),
      sendMessage,
      getURL: (path: string) => new URL(`../${path}`, import.meta.url).href,
      onMessage: {
        addListener: (listener: MessageListener) => listeners.add(listener),
        removeListener: (listener: MessageListener) => listeners.delete(listener),
      },
    },
    extension: { inIncognitoContext: false },
    i18n: { getUILanguage: () => 'en' },
    permissions: { contains: async () => true },
    declarativeNetRequest: { updateSessionRules: async () => {} },
    storage: {
      local: {
        get: storageGetter(localStorageArea),
        set: writeLocalStorage,
        clear: () =>
          writeLocalStorage(
            Object.fromEntries(Object.keys(localStorageArea).map((name) => [name, undefined])),
          ),
        onChanged: { addListener: (listener: StorageListener) => storageListeners.add(listener) },
      },
      session: { get: async () => ({}) },
      managed: { get: storageGetter(managedStorageArea) },
    },
    alarms: {
      create: async (name: string, { when }: { when: number }) => void alarms.set(name, when),
      clear: async (name: string) => alarms.delete(name),
    },
  },
});
