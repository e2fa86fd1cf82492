import { signal } from '@preact/signals-core';
import * as v from 'valibot';
import { browserLanguage, pageUrl } from '../browser/pages.ts';
import { formatParts, formatPlain, type MessageParams, type MessagePart } from './format.ts';
import type { MessageKey } from './keys.ts';
import { pickLanguage, textDirection, toLanguageTag } from './language.ts';

const MessagesSchema = v.record(v.string(), v.object({ message: v.string() }));
type Messages = v.InferOutput<typeof MessagesSchema>;

const current = signal<{ tag: string; messages: Messages }>({ tag: 'en', messages: {} });

/**
 * Loads the words of a language and turns the page to it; `chosen` is the setting, empty for the browser's language.
 * What a language lacks is said in English.
 */
export async function loadWords(chosen: string): Promise<void> {
  const language = languageFor(chosen);
  const [own, english] = await Promise.all([read(language), language === 'en' ? {} : read('en')]);
  current.value = { tag: toLanguageTag(language), messages: { ...english, ...own } };
  document.documentElement.lang = current.value.tag;
  document.documentElement.dir = textDirection(language);
}

/** Begins to read the words that are likely wanted, before it is known what a person has chosen. */
export const expectWords = (): void => void read(languageFor(''));

const languageFor = (chosen: string): string => pickLanguage([chosen, browserLanguage()], __LANGUAGES__);

/** The tag of the language in use, for `Intl`. */
export const language = (): string => current.value.tag;

export const hasWords = (key: string): key is MessageKey => Object.hasOwn(current.value.messages, key);

/** The first of several keys that there are words for. */
export const firstOf = (keys: readonly string[]): MessageKey | undefined => keys.find(hasWords);

/** A sentence as plain text: for attributes, options and titles. */
export const say = (key: MessageKey, params?: MessageParams): string =>
  formatPlain(message(key), params, language());

/** A sentence in parts, for <Say>. */
export const partsOfKey = (key: MessageKey, params?: MessageParams): MessagePart[] =>
  formatParts(message(key), params, language());

const message = (key: MessageKey): string => current.value.messages[key]?.message ?? key;

const reading = new Map<string, Promise<Messages>>();

function read(folder: string): Promise<Messages> {
  const words = reading.get(folder) ?? readFile(folder);
  reading.set(folder, words);
  return words;
}

async function readFile(folder: string): Promise<Messages> {
  const path = `_locales/${folder}/messages.json`;
  const parsed = v.safeParse(MessagesSchema, await (await fetch(pageUrl(path))).json());
  if (!parsed.success) throw new Error(`${path} holds no messages: ${v.summarize(parsed.issues)}`);
  return parsed.output;
}
