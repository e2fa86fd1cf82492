import type { RoleKeys } from './repository-format.ts';

/** The root keys, and the oldest root that is still accepted. */
export interface TrustAnchor extends RoleKeys {
  /**
   * Raised in an emergency release when a release key was stolen: then also a device that has never heard of the newer root
   * refuses the older one, and facts that came under it give way to those of that release.
   */
  minRootVersion: number;
}

/** Test keys come with a test's own build: they never stand in the code. */
declare const __TRUST_ANCHOR__: TrustAnchor | undefined;

/**
 * What is trusted, compiled in. Empty until the project has a root key: then nothing is asked and nothing believed.
 * The public half of a key, as `npm run data:publish -- --show-keys` prints it, belongs here; a key for tests never does.
 */
export const TRUST_ANCHOR: TrustAnchor =
  typeof __TRUST_ANCHOR__ === 'undefined' ? { keys: [], threshold: 1, minRootVersion: 1 } : __TRUST_ANCHOR__;
