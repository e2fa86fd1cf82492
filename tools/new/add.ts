/** What `npm run new` can add. */
import type { ChangeSet } from './change-set.ts';
import { addCheck } from './kinds/check.ts';
import { addCountry } from './kinds/country.ts';
import { addFeed } from './kinds/feed.ts';
import { addLanguage } from './kinds/language.ts';
import { addPlatform } from './kinds/platform.ts';
import { addRule } from './kinds/rule.ts';

/** Puts the new thing into the change set, and says what is left to do by hand. */
type Adder = (changes: ChangeSet, name: string, group?: string) => string[];

const ADDERS: Record<string, Adder> = {
  check: addCheck,
  rule: addRule,
  country: addCountry,
  language: addLanguage,
  platform: addPlatform,
  feed: addFeed,
};

export const USAGE = `Usage: npm run new -- ${Object.keys(ADDERS).join('|')} NAME [--in GROUP, of a rule]`;

/** @returns what is left to do by hand. @throws on an unknown kind, a malformed name, and one that exists already */
export function addKind(changes: ChangeSet, args: { kind: string; name: string; group?: string }): string[] {
  const add = Object.hasOwn(ADDERS, args.kind) ? ADDERS[args.kind] : undefined;
  if (!add) throw new Error(`"${args.kind}" is nothing that can be added.\n${USAGE}`);
  return add(changes, args.name, args.group);
}
