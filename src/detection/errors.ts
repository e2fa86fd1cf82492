import type { ErrorFamily } from '../model/failure.ts';
import { ERROR_NAMES } from './error-names.ts';

const FAMILIES = new Map<string, ErrorFamily>(
  (Object.entries(ERROR_NAMES) as [ErrorFamily, string][]).flatMap(([family, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name): [string, ErrorFamily] => [name, family]),
  ),
);

/** Firefox wraps TLS codes: `NS_ERROR_GENERATE_FAILURE(NS_ERROR_MODULE_SECURITY, SEC_ERROR_UNKNOWN_ISSUER)`. */
const WRAPPED = /^NS_ERROR_GENERATE_FAILURE\(NS_ERROR_MODULE_SECURITY,\s*([A-Z0-9_]+)\)$/;

/**
 * Puts a browser's error name into its family. Names that the table does not know are `other`;
 * what looks like no name at all is one of Firefox's TLS sentences, which it gives in the person's
 * language and which therefore are never matched by their words.
 */
export function familyOf(error: string): ErrorFamily {
  const name = WRAPPED.exec(error)?.[1] ?? error.replace(/^net::/, '');
  const known = FAMILIES.get(name);
  if (known) return known;
  return /^[A-Z][A-Z0-9_]+$/.test(name) || name === '' ? 'other' : 'tls';
}

/** Families that say nothing about the way to the site: no case comes from them. */
export function isNoFailure(family: ErrorFamily): boolean {
  return family === 'aborted' || family === 'other';
}
