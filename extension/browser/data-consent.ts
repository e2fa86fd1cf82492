import browser from './api.ts';

/** What the manifest declares in `data_collection_permissions`: checks and reports tell others which site failed. */
const HOST_NAMES = { data_collection: ['browsingActivity'] };
type RequestedPermissions = Parameters<typeof browser.permissions.request>[0];

/**
 * Asks for Firefox's own consent to send host names; it answers at once if it has it. Only a click or a key may ask, so nothing
 * may be awaited before. Chromium has no such consent. What Firefox does not allow to ask counts as refused.
 */
export function askDataConsent(): Promise<boolean> {
  if (__TARGET__ !== 'firefox') return Promise.resolve(true);
  return browser.permissions.request(HOST_NAMES as RequestedPermissions).catch(() => false);
}

/** Calls back when a person takes that consent back, in Firefox's list of add-ons. */
export function onDataConsentRevoked(callback: () => void): void {
  if (__TARGET__ !== 'firefox') return;
  browser.permissions.onRemoved.addListener((removed) => {
    const { data_collection: kinds = [] } = removed as { data_collection?: string[] };
    if (HOST_NAMES.data_collection.some((kind) => kinds.includes(kind))) callback();
  });
}
