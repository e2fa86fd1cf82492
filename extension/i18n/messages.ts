import { signal } from '@preact/signals-core';
import * as v from 'valibot';
import { browserLanguage, pageUrl } from '../browser/pages.ts';
import { formatParts, formatPlain, type MessageParams, type MessagePart } from './format.ts';
import type { MessageKey } from './keys.ts';
import { pickLanguage, textDirection, toLanguageTag } from './language.ts';

const MessageRecordSchema = v.record(v.string(), v.object({ message: v.string() }));
type MessageRecord = v.InferOutput<typeof MessageRecordSchema>;

const activeMessages = signal<{ tag: string; messages: MessageRecord }>({ tag: 'en', messages: {} });

/**
 * Loads the messages of a language and turns the page to it. `chosen` is the setting, empty for the browser's language.
 * A message that the language lacks is shown in English.
 */
export async function loadMessages(chosen: string): Promise<void> {
  const language = resolveLanguage(chosen);
  const [own, english] = await Promise.all([
    readMessages(language),
    language === 'en' ? {} : readMessages('en'),
  ]);
  activeMessages.value = { tag: toLanguageTag(language), messages: { ...english, ...own } };
  document.documentElement.lang = activeMessages.value.tag;
  document.documentElement.dir = textDirection(language);
}

/** Starts to read the messages of the browser's language, which is likely the right one, before the settings are read. */
export const preloadMessages = (): void => void readMessages(resolveLanguage(''));

const resolveLanguage = (chosen: string): string => pickLanguage([chosen, browserLanguage()], __LANGUAGES__);

/** The tag of the language in use, for `Intl`. */
export const currentLanguage = (): string => activeMessages.value.tag;

export const hasMessage = (key: string): key is MessageKey =>
  Object.hasOwn(activeMessages.value.messages, key);

/** The first of several keys that has a message. */
export const firstTranslated = (keys: readonly string[]): MessageKey | undefined => keys.find(hasMessage);

/** A message as plain text, for attributes, options and titles. */
export const translate = (key: MessageKey, params?: MessageParams): string =>
  formatPlain(messageTemplate(key), params, currentLanguage());

/** A message in parts, for `<Message>`. */
export const messageParts = (key: MessageKey, params?: MessageParams): MessagePart[] =>
  formatParts(messageTemplate(key), params, currentLanguage());

const messageTemplate = (key: MessageKey): string => activeMessages.value.messages[key]?.message ?? key;

const pendingMessages = new Map<string, Promise<MessageRecord>>();

function readMessages(folder: string): Promise<MessageRecord> {
  const words = pendingMessages.get(folder) ?? fetchMessages(folder);
  pendingMessages.set(folder, words);
  return words;
}

async function fetchMessages(folder: string): Promise<MessageRecord> {
  const path = `_locales/${folder}/messages.json`;
  const parsed = v.safeParse(MessageRecordSchema, await (await fetch(pageUrl(path))).json());
  if (!parsed.success) throw new Error(`${path} holds no messages: ${v.summarize(parsed.issues)}`);
  return parsed.output;
}
