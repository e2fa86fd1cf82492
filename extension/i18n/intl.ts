/**
 * The browser's own words for dates, numbers, lists and countries. To make a formatter costs a hundred times what its
 * use does, and a page asks for the same few at every change: each is made once.
 */
const formatCache = new Map<string, unknown>();

function memoizeFormat<Options, Format>(Kind: new (language: string, options: Options) => Format) {
  return (language: string, options: Options): Format => {
    const key = `${Kind.name} ${language} ${JSON.stringify(options)}`;
    const format = (formatCache.get(key) as Format | undefined) ?? new Kind(language, options);
    formatCache.set(key, format);
    return format;
  };
}

export const dateFormat = memoizeFormat<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(Intl.DateTimeFormat);
export const numberFormat = memoizeFormat<Intl.NumberFormatOptions, Intl.NumberFormat>(Intl.NumberFormat);
export const nameFormat = memoizeFormat<Intl.DisplayNamesOptions, Intl.DisplayNames>(Intl.DisplayNames);
const listFormat = memoizeFormat<Intl.ListFormatOptions, Intl.ListFormat>(Intl.ListFormat);
const collatorFor = memoizeFormat<Intl.CollatorOptions, Intl.Collator>(Intl.Collator);

/** Several things as a list of words: `a, b, and c`. */
export const formatList = (words: readonly string[], language: string): string =>
  listFormat(language, {}).format(words);

/** How two words stand in the alphabet of a language; for `sort`. */
export const compareInLanguage = (language: string) => collatorFor(language, {}).compare;
