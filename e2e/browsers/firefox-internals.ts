/**
 * Scripts for Firefox's own window, where they have the browser's privileges. They travel as text: see page-script.ts.
 */

interface FirefoxExtension {
  backgroundState: string;
  once(event: 'shutdown-background-script', listener: () => void): void;
  terminateBackground(): void;
}
interface ExtensionInternals {
  tabTracker: { getId(tab: object): number; getTab(id: number): object };
  browserActionFor(extension: FirefoxExtension): {
    action: { getProperty(tab: object, name: 'badgeText'): string | null };
  };
}

declare const Cc: Record<string, { getService(type: unknown): CertificateDatabase }>;
declare const Ci: { nsIX509CertDB: unknown };
interface CertificateDatabase {
  addCertFromBase64(certBase64Der: string, trust: string): void;
}
declare const Services: {
  dns: { clearCache(includesSecureDns: boolean): void };
  prefs: { setIntPref(name: string, value: number): void };
};
declare const WebExtensionPolicy: { getByID(id: string): { extension: FirefoxExtension } };
interface TabBrowser {
  ownerDocument: { defaultView: { gBrowser: { getTabForBrowser(browser: object): object } } };
}
declare const ChromeUtils: {
  importESModule(url: 'resource://gre/modules/ExtensionParent.sys.mjs'): {
    ExtensionParent: { apiManager: { global: ExtensionInternals } };
  };
  importESModule(url: 'chrome://remote/content/shared/NavigableManager.sys.mjs'): {
    NavigableManager: { getBrowserById(context: string): TabBrowser };
  };
  importESModule(url: 'resource://gre/modules/ExtensionPermissions.sys.mjs'): {
    ExtensionPermissions: {
      add(
        extensionId: string,
        more: { permissions: string[]; origins: string[]; data_collection: string[] },
      ): Promise<void>;
    };
  };
};

/** Makes Firefox accept certificates of this authority for servers. */
export function trustAuthority(certBase64Der: string): void {
  Cc['@mozilla.org/security/x509certdb;1']
    ?.getService(Ci.nsIX509CertDB)
    .addCertFromBase64(certBase64Der, 'CT,C,C');
}

/** Lets an extension run in private windows. It counts from its next start. */
export async function allowPrivateWindows(extensionId: string): Promise<void> {
  const { ExtensionPermissions } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionPermissions.sys.mjs',
  );
  const permissions = ['internal:privateBrowsingAllowed'];
  await ExtensionPermissions.add(extensionId, { permissions, origins: [], data_collection: [] });
}

export function clearDnsCache(): void {
  Services.dns.clearCache(true);
}

export function setIntegerPreference(name: string, value: number): void {
  Services.prefs.setIntPref(name, value);
}

/** `stopped`, or another state in which the event page runs or is about to. */
export function readBackgroundState(extensionId: string): string {
  return WebExtensionPolicy.getByID(extensionId).extension.backgroundState;
}

/**
 * Resolves when the event page has ended. It waits for the event of the end: any message from a page starts the next
 * event page at once, so a look at the state may never find it stopped.
 */
export function terminateBackground(extensionId: string): Promise<void> | undefined {
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  if (extension.backgroundState === 'stopped') return undefined;
  return new Promise((resolve) => {
    extension.once('shutdown-background-script', resolve);
    extension.terminateBackground();
  });
}

/** The id that the extension's `tabs.query` gives the tab of a BiDi context. */
export function tabIdOfContext(context: string): number {
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  const { NavigableManager } = ChromeUtils.importESModule(
    'chrome://remote/content/shared/NavigableManager.sys.mjs',
  );
  const browser = NavigableManager.getBrowserById(context);
  const tab = browser.ownerDocument.defaultView.gBrowser.getTabForBrowser(browser);
  return ExtensionParent.apiManager.global.tabTracker.getId(tab);
}

export function readBadgeText(extensionId: string, tabId: number): string {
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  const { global } = ExtensionParent.apiManager;
  const { action } = global.browserActionFor(WebExtensionPolicy.getByID(extensionId).extension);
  return action.getProperty(global.tabTracker.getTab(tabId), 'badgeText') ?? '';
}
