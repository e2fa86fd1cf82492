import * as v from 'valibot';
import rows from './catalogue.json' with { type: 'json' };
import { CatalogueSchema, type Platform } from './platform.ts';

/** The longest name in the DNS, in text (RFC 1035 §2.3.4). */
const MAX_HOST_LENGTH = 253;

/** Every platform that the extension watches or that an incident may name, including groups without a website. */
export const CATALOGUE: readonly Platform[] = v.parse(CatalogueSchema, rows);

const slugIndex = new Map(CATALOGUE.map((platform) => [platform.slug, platform]));
const hostIndex = new Map(
  CATALOGUE.flatMap((platform) =>
    [...platform.domains, ...platform.assets].map((host) => [host, platform] as const),
  ),
);

/** The platform that a host belongs to, by the longest suffix: `mail.google.com` is Gmail, `www.google.com` Google. */
export function platformOfHost(host: string): Platform | undefined {
  // A page can ask for a longer one; no resolver has it, and it would be kept and sent to others.
  if (host.length > MAX_HOST_LENGTH) return undefined;
  let suffix = host.toLowerCase().replace(/\.$/, '');
  for (;;) {
    const platform = hostIndex.get(suffix);
    if (platform) return platform;
    const dot = suffix.indexOf('.');
    if (dot < 0) return undefined;
    suffix = suffix.slice(dot + 1);
  }
}

export function platformBySlug(slug: string): Platform | undefined {
  return slugIndex.get(slug);
}

/** Match patterns of all hosts of platforms; `*://*.x.com/*` covers `x.com` itself. */
export function hostPatterns(): string[] {
  return toMatchPatterns(CATALOGUE.flatMap(({ domains, assets }) => [...domains, ...assets]));
}

/** Match patterns of the hosts that a person opens. */
export function sitePatterns(): string[] {
  return toMatchPatterns(CATALOGUE.flatMap(({ domains }) => domains));
}

/** Match patterns of the hosts from which pages load their parts. */
export function assetPatterns(): string[] {
  return toMatchPatterns(CATALOGUE.flatMap(({ assets }) => assets));
}

/** The same patterns for WebSockets: in Chromium, `*` covers only http and https (in Firefox also ws and wss). */
export const socketPatterns = (patterns: string[]): string[] =>
  patterns.map((pattern) => pattern.replace(/^\*:/, 'wss:'));

/** Sorted patterns, without those that a shorter one covers: some install dialogues list every pattern. */
function toMatchPatterns(hosts: string[]): string[] {
  const all = new Set(hosts);
  const isCovered = (host: string): boolean => {
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1))
      if (all.has(host.slice(dot + 1))) return true;
    return false;
  };
  return [...all]
    .filter((host) => !isCovered(host))
    .sort()
    .map((host) => `*://*.${host}/*`);
}
