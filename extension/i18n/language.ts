const RIGHT_TO_LEFT = ['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'];

/** The direction that a language is written in; `language` is a BCP 47 tag or a folder's name of `_locales`. */
export function textDirection(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(primarySubtag(language)) ? 'rtl' : 'ltr';
}

/**
 * The folder (`pt_BR`) of the first wished language that is available; `pt-BR` is also met by `pt`. English where none is.
 */
export function pickLanguage(wishes: readonly string[], available: readonly string[]): string {
  for (const wish of wishes) {
    if (wish === '') continue;
    const exact = available.find(
      (one) => toLanguageTag(one).toLowerCase() === toLanguageTag(wish).toLowerCase(),
    );
    const near = exact ?? available.find((one) => one === primarySubtag(wish));
    if (near) return near;
  }
  return 'en';
}

/** From `pt_BR`, as browsers name the folder, to the BCP 47 tag `pt-BR`. */
export function toLanguageTag(folder: string): string {
  return folder.replaceAll('_', '-');
}

/** The name of a language in that language. */
export function nativeLanguageName(folder: string): string {
  const tag = toLanguageTag(folder);
  return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
}

function primarySubtag(language: string): string {
  return (toLanguageTag(language).split('-')[0] ?? '').toLowerCase();
}
