import type { RoleKeys } from './repository-format.ts';

/** The root keys, and the oldest root that is still accepted. */
export interface TrustAnchor extends RoleKeys {
  /**
   * Increase it in an emergency release after the theft of a release key: then a device refuses the older root even if it has
   * not seen the newer one, and replaces records that came under it by those of the release.
   */
  minRootVersion: number;
}

/** The build of a test replaces the anchor, so that test keys are never in the code. */
declare const __TRUST_ANCHOR__: TrustAnchor | undefined;

/**
 * The compiled-in trust anchor. It is empty until the project has a root key: with no key, the extension asks no mirror.
 * `npm run data:publish -- --show-keys` prints the public key to enter here. Never enter a test key.
 */
export const TRUST_ANCHOR: TrustAnchor =
  typeof __TRUST_ANCHOR__ === 'undefined' ? { keys: [], threshold: 1, minRootVersion: 1 } : __TRUST_ANCHOR__;
