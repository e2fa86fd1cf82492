import * as v from 'valibot';
import packageJson from '../../package.json' with { type: 'json' };
import { ENDPOINTS, type Endpoints } from '../../src/config/endpoints.ts';
import { endpointPatterns } from '../../src/config/host-patterns.ts';
import { hostPatterns, socketPatterns } from '../../src/platforms/catalogue.ts';

const BaseSchema = v.object({ permissions: v.array(v.string()) });

export type BrowserTarget = 'chromium' | 'firefox';

/**
 * The oldest supported versions, also the targets of the build. Chromium 137 is the first that checks the
 * signatures of updates (Ed25519 in WebCrypto), Firefox 142 the first with `data_collection_permissions` everywhere.
 */
export const BROWSER_VERSIONS = { chromium: 137, firefox: 142 } as const;

/**
 * The manifest for one browser, from manifest.json, the catalogue and the endpoints. Each browser gets its own kind of
 * background.
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
          // A background of their own for private windows: what it asks leaves no traces in the normal profile.
          incognito: 'split',
        }
      : {
          background: { scripts: [file], type: 'module' },
          browser_specific_settings: {
            gecko: {
              id: 'is-it-blocked@is-it-blocked.org',
              strict_min_version: `${BROWSER_VERSIONS.firefox}.0`,
              // A person sends each report by a click. Checks tell resolvers the host that failed.
              data_collection_permissions: { required: ['none'], optional: ['browsingActivity'] },
            },
          },
        };
  const { permissions } = v.parse(BaseSchema, base);
  // `dns` gives access to the browser's own resolver. Firefox shows no warning for it, and Chromium has no such API.
  const more = target === 'firefox' ? ['dns'] : [];
  return {
    ...base,
    version: packageJson.version,
    permissions: [...permissions, ...more],
    host_permissions: hosts,
    ...own,
  };
}

/** Chromium passes on only policies whose schema the extension declares; Firefox has no such declaration. */
export const POLICY_FILE = 'policy.json';
