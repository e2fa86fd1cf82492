import type { Platform } from './platform.ts';

/** The names that every site may have for itself. */
const OWN_LABELS = ['www', 'm'];

/**
 * The host as outside parties may learn it: where it names a person or a group (`somebody.wordpress.com`), the domain that all
 * of them share. Hosts of the platform's own that the catalogue lists are themselves.
 */
export function publicHostOf(host: string, platform: Platform | undefined): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  const domain = platform?.personalDomains?.find((one) => name.endsWith(`.${one}`));
  if (!platform || domain === undefined) return host;
  const { assets, alternates, media = [], domains } = platform;
  const isOwn =
    [...domains, ...alternates, ...media].includes(name) ||
    assets.some((asset) => name === asset || name.endsWith(`.${asset}`)) ||
    OWN_LABELS.some((label) => name === `${label}.${domain}`);
  return isOwn ? host : domain;
}
