import { numberFormat } from './intl.ts';

/** A piece of a message. Pages make elements of it, so no HTML is ever built from words. */
export interface MessagePart {
  text: string;
  /** Stood between asterisks. */
  strong: boolean;
  /** Came from a parameter: a name that may run the other way than the sentence. */
  isolate: boolean;
}
export type MessageParams = Readonly<Record<string, string | number>>;

const MESSAGE_TOKENS = /\{(\w+)\}|\*/g;
/** Unicode's first-strong isolate and its end: what <bdi> is to an element, these are to a plain string. */
const [FSI, PDI] = ['\u2068', '\u2069'];

/**
 * Fills the `{named}` parameters of a message and cuts it where its `*emphasis*` begins and ends.
 * Numbers are written as `language` writes them. A parameter that is not given stays visible as `{name}`.
 */
export function formatParts(message: string, params: MessageParams = {}, language = 'en'): MessagePart[] {
  const parts: MessagePart[] = [];
  let strong = false;
  let from = 0;
  const addPart = (text: string, { isolate }: { isolate: boolean }) => {
    if (text !== '') parts.push({ text, strong, isolate });
  };
  for (const match of message.matchAll(MESSAGE_TOKENS)) {
    addPart(message.slice(from, match.index), { isolate: false });
    from = match.index + match[0].length;
    const [piece, name] = match;
    if (name === undefined) strong = !strong;
    else addPart(formatParam(params[name], language) ?? piece, { isolate: true });
  }
  addPart(message.slice(from), { isolate: false });
  return parts;
}

/** The filled message as one string, for titles and screen readers. */
export function formatPlain(message: string, params: MessageParams = {}, language = 'en'): string {
  return formatParts(message, params, language)
    .map(({ text, isolate }) => (isolate ? FSI + text + PDI : text))
    .join('');
}

/** Names of the parameters in a message, sorted. */
export function parameterNames(message: string): string[] {
  return [...message.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []).sort();
}

function formatParam(value: string | number | undefined, language: string): string | undefined {
  return typeof value === 'number' ? numberFormat(language, {}).format(value) : value;
}
