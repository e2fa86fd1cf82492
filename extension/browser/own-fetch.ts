import browser from './api.ts';

const RULE_ID = 1;

/**
 * Requests of the extension leave without `Origin`. Its value is the extension's own address: in Firefox a number that
 * each installation draws for itself, in Chromium the same for all, but it names the product. The rule names the
 * extension as the initiator, so it never meets a request of a page.
 */
const ruleWithoutOrigin = () => ({
  id: RULE_ID,
  action: {
    type: 'modifyHeaders' as const,
    requestHeaders: [{ header: 'origin', operation: 'remove' as const }],
  },
  condition: {
    initiatorDomains: [new URL(browser.runtime.getURL('')).hostname],
    resourceTypes: ['xmlhttprequest' as const, 'other' as const],
  },
});

/** Settles when the browser has the rule, once in the life of this background. A failure is tried again. */
let ruleSet: Promise<void> | undefined;
const setRule = (): Promise<void> => {
  ruleSet ??= browser.declarativeNetRequest
    .updateSessionRules({ removeRuleIds: [RULE_ID], addRules: [ruleWithoutOrigin()] })
    .catch((error: unknown) => {
      ruleSet = undefined;
      throw error;
    });
  return ruleSet;
};

/**
 * Waits until a request to `url` leaves without `Origin`.
 * @returns whether it does. Rules apply only to hosts that the extension may access, and a person may take that away
 *   (both browsers) or a policy may name others: such a request would carry `Origin`, even as a GET.
 * @throws if the browser does not take the rule
 */
export async function isOriginWithheld(url: string): Promise<boolean> {
  const [isPermitted] = await Promise.all([
    browser.permissions.contains({ origins: [`*://${new URL(url).hostname}/*`] }),
    setRule(),
  ]);
  return isPermitted;
}

/**
 * `fetch` for the extension's own requests.
 * @throws without permission for the host, besides what `fetch` throws
 */
export const fetchWithoutOrigin: typeof fetch = async (input, init) => {
  const { url } = new Request(input);
  if (!(await isOriginWithheld(url))) throw new Error(`no permission to ask ${new URL(url).hostname}`);
  return fetch(input, init);
};
