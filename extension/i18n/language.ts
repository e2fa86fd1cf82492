const RIGHT_TO_LEFT = ['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'];

/** The direction that a language is written in; `language` is a BCP 47 tag or a folder's name of `_locales`. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(baseOf(language)) ? 'rtl' : 'ltr';
}

/** The first wish that can be had, `pt-BR` also by `pt`; else English. Gives the folder's name, `pt_BR`. */
export function pickLanguage(wishes: readonly string[], available: readonly string[]): string {
  for (const wish of wishes) {
    if (wish === '') continue;
    const exact = available.find((one) => tagOf(one).toLowerCase() === tagOf(wish).toLowerCase());
    const near = exact ?? available.find((one) => one === baseOf(wish));
    if (near) return near;
  }
  return 'en';
}

/** `pt_BR`, as browsers name the folder, to `pt-BR`, as everything else names the language. */
export function tagOf(folder: string): string {
  return folder.replaceAll('_', '-');
}

/** What a language calls itself. */
export function selfNameOf(folder: string): string {
  const tag = tagOf(folder);
  return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
}

function baseOf(language: string): string {
  return (tagOf(language).split('-')[0] ?? '').toLowerCase();
}
