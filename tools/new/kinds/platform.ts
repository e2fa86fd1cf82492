import { CATALOGUE } from '../../../src/platforms/catalogue.ts';
import type { ChangeSet } from '../change-set.ts';
import { MARK } from '../left-to-write.ts';
import { requireSlug } from '../names.ts';

/** A row of the catalogue. */
export function addPlatform(changes: ChangeSet, slug: string): string[] {
  requireSlug(slug);
  if (CATALOGUE.some((platform) => platform.slug === slug))
    throw new Error(`the platform "${slug}" exists already: see src/platforms/catalogue.json`);
  changes.edit('src/platforms/catalogue.json', (text) =>
    text.replace(/\n\]\s*$/, () => `,\n${platformRow(slug)}\n]\n`),
  );
  return [
    'domains: the hosts that people open, the main one first; none where it is no website.',
    'assets: the hosts that its pages load from, but none that half the web loads from.',
    'alternates: hosts of the platform that answer by themselves.',
  ];
}

const platformRow = (slug: string): string => `  {
    "slug": "${slug}",
    "name": "${MARK} its name, category and hosts",
    "category": "social",
    "domains": ["${slug}.example"],
    "assets": [],
    "alternates": []
  }`;
