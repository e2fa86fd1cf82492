import * as v from 'valibot';
import packageJson from '../../package.json' with { type: 'json' };
import { ENDPOINTS, type Endpoints } from '../../src/config/endpoints.ts';
import { endpointPatterns } from '../../src/config/host-patterns.ts';
import { hostPatterns, socketPatterns } from '../../src/platforms/catalogue.ts';

const BaseSchema = v.object({ permissions: v.array(v.string()) });

export type BrowserTarget = 'chromium' | 'firefox';

/**
 * The oldest versions that can run it; the build aims at the same ones. Chromium 137 is the first that checks the
 * signatures of updates (Ed25519 in WebCrypto), Firefox 142 the first with `data_collection_permissions` everywhere.
 */
export const BROWSER_VERSIONS = { chromium: 137, firefox: 142 } as const;

/**
 * The manifest of one browser, made of the one in the repository: the hosts come from the catalogue and the
 * endpoints, and each browser gets the background that it knows.
 */
export function buildManifest(
  target: BrowserTarget,
  base: Record<string, unknown>,
  endpoints: Endpoints = ENDPOINTS,
): Record<string, unknown> {
  const platforms = hostPatterns();
  const sockets = target === 'chromium' ? socketPatterns(platforms) : [];
  const hosts = [...new Set([...platforms, ...sockets, ...endpointPatterns(endpoints)])].sort();
  const file = 'extension/background.ts';
  const own =
    target === 'chromium'
      ? {
          minimum_chrome_version: String(BROWSER_VERSIONS.chromium),
          background: { service_worker: file, type: 'module' },
          storage: { managed_schema: POLICY_FILE },
        }
      : {
          background: { scripts: [file], type: 'module' },
          browser_specific_settings: {
            gecko: {
              id: 'is-it-blocked@is-it-blocked.org',
              strict_min_version: `${BROWSER_VERSIONS.firefox}.0`,
              // Reports are sent by a click on each one; the checks name the host that failed to resolvers.
              data_collection_permissions: { required: ['none'], optional: ['browsingActivity'] },
            },
          },
        };
  const { permissions } = v.parse(BaseSchema, base);
  // To hear what the browser's own resolver says. No browser warns of it, and Chromium has no such thing.
  const more = target === 'firefox' ? ['dns'] : [];
  return {
    ...base,
    version: packageJson.version,
    permissions: [...permissions, ...more],
    host_permissions: hosts,
    ...own,
  };
}

/** Chromium hands out only those policies whose form the extension has declared; Firefox knows no such declaration. */
export const POLICY_FILE = 'policy.json';
