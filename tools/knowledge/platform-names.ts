import { CATALOGUE } from '../../src/platforms/catalogue.ts';

/** Former names and other spellings of platforms in sources; no guesses. */
const PLATFORM_ALIASES: Record<string, string> = {
  twitter: 'x',
  'twitter-x': 'x',
  'facebook-messenger': 'messenger',
  'fb-messenger': 'messenger',
  vkontakte: 'vk',
  'proton-mail': 'protonmail',
  wikimedia: 'wikipedia',
  'telegram-messenger': 'telegram',
  vpns: 'vpn',
  'voip-calls': 'voip',
  'social-networks': 'social-media',
  'social-media-platforms': 'social-media',
};

const slugBySpelling = new Map<string, string>();
for (const { slug, name, domains } of CATALOGUE)
  for (const spelling of [slug, normalizeSpelling(name), ...domains.map(normalizeSpelling)])
    if (!slugBySpelling.has(spelling)) slugBySpelling.set(spelling, slug);
for (const [spelling, slug] of Object.entries(PLATFORM_ALIASES)) slugBySpelling.set(spelling, slug);

/** The slug of a platform by its name in a source; `undefined` if the name is unknown. */
export function findPlatformSlug(text: string): string | undefined {
  return (
    slugBySpelling.get(normalizeSpelling(text)) ??
    slugBySpelling.get(normalizeSpelling(text.replace(/\(.*\)/, '')))
  );
}

function normalizeSpelling(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9+]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
