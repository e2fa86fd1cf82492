import { numberFormat } from './intl.ts';

/** A piece of a message. Pages make elements of it; no HTML is ever built from words. */
export interface Part {
  text: string;
  /** Stood between asterisks. */
  strong: boolean;
  /** Came from a parameter: a name that may run the other way than the sentence. */
  isolate: boolean;
}
export type Params = Readonly<Record<string, string | number>>;

const PIECES = /\{(\w+)\}|\*/g;
/** Unicode's first-strong isolate and its end: what <bdi> is to an element, these are to a plain string. */
const [FSI, PDI] = ['\u2068', '\u2069'];

/**
 * Fills the `{named}` parameters of a message and cuts it where its `*emphasis*` begins and ends.
 * Numbers are written as `language` writes them. A parameter that is not given stays visible as `{name}`.
 */
export function partsOf(message: string, params: Params = {}, language = 'en'): Part[] {
  const parts: Part[] = [];
  let strong = false;
  let from = 0;
  const add = (text: string, isolate: boolean) => {
    if (text !== '') parts.push({ text, strong, isolate });
  };
  for (const match of message.matchAll(PIECES)) {
    add(message.slice(from, match.index), false);
    from = match.index + match[0].length;
    const [piece, name] = match;
    if (name === undefined) strong = !strong;
    else add(written(params[name], language) ?? piece, true);
  }
  add(message.slice(from), false);
  return parts;
}

/** The same as one string, for titles and screen readers. */
export function plainOf(message: string, params: Params = {}, language = 'en'): string {
  return partsOf(message, params, language)
    .map(({ text, isolate }) => (isolate ? FSI + text + PDI : text))
    .join('');
}

/** Names of the parameters in a message, sorted. */
export function parametersOf(message: string): string[] {
  return [...message.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []).sort();
}

function written(value: string | number | undefined, language: string): string | undefined {
  return typeof value === 'number' ? numberFormat(language, {}).format(value) : value;
}
