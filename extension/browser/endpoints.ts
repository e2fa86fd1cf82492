import * as v from 'valibot';
import { definedOnly } from '../../src/base/defined-only.ts';
import { errorMessage } from '../../src/base/errors.ts';
import { parseInput } from '../../src/base/parse.ts';
import { withTimeout } from '../../src/base/with-timeout.ts';
import { ENDPOINTS, type Endpoints, EndpointsSchema, endpointsOf } from '../../src/config/endpoints.ts';
import browser from './api.ts';

/** How long to wait for a policy where there was none before, ms: Chromium takes 5 s to report that there is none. */
const POLICY_TIMEOUT_MS = 100;

const PolicySchema = v.partial(v.strictObject(EndpointsSchema.entries));

/**
 * The endpoints that a policy sets, and ours for each that it leaves out.
 * @throws Error for a policy that cannot be read: an organisation that forbids ours must not find them asked for a misspelled
 * field
 */
export async function readEndpoints(): Promise<Endpoints> {
  const { hadPolicy } = await browser.storage.local.get('hadPolicy');
  const asked = readPolicy();
  void asked.then(
    async (endpoints) => {
      const hasPolicy = endpoints !== undefined;
      if (hasPolicy !== hadPolicy)
        await browser.storage.local.set({ hadPolicy: hasPolicy }).catch(console.error);
    },
    () => {},
  );
  // Wait for the policy only if there was one at the last start.
  const policy = hadPolicy === true ? await asked : await withTimeout(POLICY_TIMEOUT_MS, asked, undefined);
  const endpoints = parseInput(PolicySchema, policy ?? {}, {
    whole: 'endpoints',
    fail: (message) =>
      new Error(`The policy of this browser cannot be read, so nothing is asked: ${message}`),
  });
  return endpointsOf(__TARGET__, { ...ENDPOINTS, ...definedOnly(endpoints) });
}

/** Undefined where there is none: Chromium gives nothing then, and Firefox rejects with these words. */
async function readPolicy(): Promise<unknown> {
  try {
    return (await browser.storage.managed.get('endpoints')).endpoints;
  } catch (error) {
    if (/manifest not found/i.test(errorMessage(error))) return undefined;
    throw new Error(`The policy of this browser cannot be read, so nothing is asked: ${errorMessage(error)}`);
  }
}
