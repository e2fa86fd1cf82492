/**
 * What version 3 of the database renames, old name to new. Released, hence frozen for ever: a database of version 2 may turn
 * up years from now. A later rename gets a table of its own; not a line changes here, whatever the code calls things today.
 */

/** Keys of `meta`. */
export const META_KEYS: Record<string, string> = {
  'knowledge-last-started': 'knowledge-last-generation',
  'updates-seen': 'updates-trusted-metadata',
};

/** Of the records, their entities, and what `meta` says of the set in use. */
export const RECORD_FIELDS: Record<string, string> = {
  gen: 'generation',
  about: 'subjects',
};

export const REPORT_STATES: Record<string, string> = {
  kept: 'not-accepted',
};
