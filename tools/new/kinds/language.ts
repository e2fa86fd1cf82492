import type { ChangeSet } from '../change-set.ts';
import { MARK } from '../left-to-write.ts';

interface Message {
  message: string;
  description?: string;
}

/** The folder of a language: every sentence in English, marked. `code`: as browsers name the folder, `de` or `pt_BR`. */
export function addLanguage(changes: ChangeSet, code: string): string[] {
  if (!isLanguage(code))
    throw new Error(
      `"${code}" is no language that Intl knows: write its code as browsers name folders, such as de or pt_BR`,
    );
  const english = JSON.parse(changes.read('extension/_locales/en/messages.json')) as Record<string, Message>;
  const marked = Object.entries(english).map(([key, message]) => [key, mark(key, message)]);
  changes.create(
    `extension/_locales/${code}/messages.json`,
    `${JSON.stringify(Object.fromEntries(marked), null, 2)}\n`,
  );
  return [
    'docs/languages.md says what to keep: words in braces, and the stars.',
    'If it is written from right to left, its code goes into RIGHT_TO_LEFT in extension/i18n/language.ts.',
  ];
}

/** The name of the extension is the same everywhere. */
const mark = (key: string, { message }: Message): Message => ({
  message: key === 'app_name' ? message : `${MARK} ${message}`,
});

function isLanguage(code: string): boolean {
  if (!/^[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?$/.test(code)) return false;
  const tag = code.replaceAll('_', '-');
  return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag) !== undefined;
}
