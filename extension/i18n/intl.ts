/**
 * The browser's own words for dates, numbers, lists and countries. To make a formatter costs a hundred times what its
 * use does, and a page asks for the same few at every change: each is made once.
 */
const made = new Map<string, unknown>();

function once<Options, Format>(Kind: new (language: string, options: Options) => Format) {
  return (language: string, options: Options): Format => {
    const key = `${Kind.name} ${language} ${JSON.stringify(options)}`;
    const format = (made.get(key) as Format | undefined) ?? new Kind(language, options);
    made.set(key, format);
    return format;
  };
}

export const dateFormat = once<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(Intl.DateTimeFormat);
export const numberFormat = once<Intl.NumberFormatOptions, Intl.NumberFormat>(Intl.NumberFormat);
export const nameFormat = once<Intl.DisplayNamesOptions, Intl.DisplayNames>(Intl.DisplayNames);
const list = once<Intl.ListFormatOptions, Intl.ListFormat>(Intl.ListFormat);
const order = once<Intl.CollatorOptions, Intl.Collator>(Intl.Collator);

/** Several things as a list of words: `a, b, and c`. */
export const listOf = (words: readonly string[], language: string): string =>
  list(language, {}).format(words);

/** How two words stand in the alphabet of a language; for `sort`. */
export const inOrder = (language: string) => order(language, {}).compare;
