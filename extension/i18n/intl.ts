/**
 * The browser's own words for dates, numbers, lists and countries. Making a formatter takes a hundred times as long as
 * using it, and a page asks for the same few after every change, so each is made once.
 */
function memoizeFormat<Options, Format>(Kind: new (language: string, options: Options) => Format) {
  const formats = new Map<string, Format>();
  return (language: string, options: Options): Format => {
    const key = `${language} ${JSON.stringify(options)}`;
    const format = formats.get(key) ?? new Kind(language, options);
    formats.set(key, format);
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

/** Compares two words by the alphabet of a language, for `sort`. */
export const compareInLanguage = (language: string) => collatorFor(language, {}).compare;
