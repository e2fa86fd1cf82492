import * as v from 'valibot';
import { definedOnly } from '../../src/base/defined-only.ts';
import { withTimeout } from '../../src/base/with-timeout.ts';
import { ENDPOINTS, type Endpoints, EndpointsSchema, endpointsOf } from '../../src/config/endpoints.ts';
import browser from './api.ts';

/** How long to wait for a policy where there was none before, ms: Chromium takes 5 s to report that there is none. */
const POLICY_TIMEOUT_MS = 100;

/** The endpoints that a policy sets, and ours for each that it leaves out. */
export async function readEndpoints(): Promise<Endpoints> {
  const { hadPolicy } = await browser.storage.local.get('hadPolicy');
  // Without a policy Firefox rejects and Chromium gives nothing.
  const asked = browser.storage.managed.get('endpoints').catch(() => ({}) as Record<string, unknown>);
  void asked.then(async ({ endpoints }) => {
    const hasPolicy = endpoints !== undefined;
    if (hasPolicy !== hadPolicy)
      await browser.storage.local.set({ hadPolicy: hasPolicy }).catch(console.error);
  });
  // Wait for the policy only if there was one at the last start.
  const managed: Record<string, unknown> =
    hadPolicy === true ? await asked : await withTimeout(POLICY_TIMEOUT_MS, asked, {});
  const parsed = v.safeParse(v.partial(EndpointsSchema), managed.endpoints ?? {});
  if (!parsed.success) console.error('storage.managed.endpoints is ignored:', v.summarize(parsed.issues));
  return endpointsOf(
    __TARGET__,
    parsed.success ? { ...ENDPOINTS, ...definedOnly(parsed.output) } : ENDPOINTS,
  );
}
