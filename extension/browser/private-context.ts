import browser from './api.ts';

/**
 * Whether this background or page belongs to private windows alone. Its database ends with them.
 * In Chromium they have a background of their own; in Firefox all backgrounds are private where no history is kept.
 */
export const isPrivateContext = (): boolean => browser.extension.inIncognitoContext === true;

/** Whether it runs for Chromium's private windows, which share `storage.session` with the others, but no database. */
export const isSplitOff = (): boolean => __TARGET__ === 'chromium' && isPrivateContext();
