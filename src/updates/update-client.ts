import { errorMessage } from '../base/errors.ts';
import { shuffledCopy } from '../base/random.ts';
import { isTooFarAhead } from '../base/stored-time.ts';
import { DAY_MS, HOUR_MS } from '../base/time.ts';
import {
  ACTIVE_GENERATION_KEY,
  type ActiveGeneration,
  parseActiveGeneration,
} from '../knowledge/active-generation.ts';
import { dayOfVersion } from '../knowledge/bundle.ts';
import { InvalidBundleError, importBundle, StorageFullError } from '../knowledge/import-bundle.ts';
import { loadActiveBundle } from '../knowledge/queries.ts';
import type { Database } from '../storage/database.ts';
import { applyDelta, DeltaSchema } from './delta.ts';
import { downloadTarget, sha256Hex } from './download.ts';
import { MANIFEST_FILE, type UpdateManifest } from './repository-format.ts';
import type { TrustAnchor } from './trust-anchor.ts';
import { loadTrustedMetadata, saveTrustedMetadata } from './trusted-metadata.ts';
import { parseUpdateJson, UpdateError, UpdatesDisabledError } from './update-error.ts';
import {
  loadUpdateHistory,
  saveUpdateHistory,
  type UpdateAttempt,
  type UpdateProblem,
  type UpdateState,
} from './update-state.ts';
import { type MirrorSession, verifyManifest, verifyRoot } from './verify-publication.ts';

/** Time for all requests to one mirror: 160 KB take 43 s at 30 kbit/s. */
const MIRROR_TIMEOUT_MS = 60_000;

export interface UpdateClientDeps {
  /** The database, after the import of this release's own set or a newer one. */
  db: () => Promise<Database>;
  fetch: typeof globalThis.fetch;
  /** Unix epoch, ms. */
  now: () => number;
  /** A number from 0 up to 1: it decides the order of mirrors, and the hour of the next check. */
  random: () => number;
  /** URLs of the mirrors' folders. */
  mirrors: () => Promise<readonly string[]>;
  /** Whether the person chose standard checks; called before each request. */
  isNetworkAllowed: () => Promise<boolean>;
  trustAnchor: TrustAnchor;
  /** Time for all requests to one mirror. */
  deadlineMs?: number;
}

/** Looks for newer records on mirrors, and imports them only when they are signed. */
export class UpdateClient {
  readonly #deps: UpdateClientDeps;
  #activeCheck: Promise<void> | undefined;

  constructor(tools: UpdateClientDeps) {
    this.#deps = tools;
  }

  async getMode(): Promise<UpdateState['mode']> {
    const { trustAnchor, mirrors, isNetworkAllowed } = this.#deps;
    if (trustAnchor.keys.length === 0 || (await mirrors()).length === 0) return 'unavailable';
    return (await isNetworkAllowed()) ? 'on' : 'quiet';
  }

  async loadState(): Promise<UpdateState> {
    const db = await this.#deps.db();
    const active = parseActiveGeneration(await db.get('meta', ACTIVE_GENERATION_KEY));
    const { manifest } = await loadTrustedMetadata(db);
    return {
      ...(await loadUpdateHistory(db)),
      mode: await this.getMode(),
      running: this.#activeCheck !== undefined,
      activeBundle: active
        ? { version: active.version, asOf: active.asOf, from: active.root > 0 ? 'update' : 'bundle' }
        : null,
      expires: manifest && manifest.bundle === active?.version ? manifest.expires : null,
    };
  }

  /**
   * Time of the next check, Unix epoch in ms: about a day after a success, about three hours after a failure, within the hour
   * before the first check. The time is random, so that devices do not all ask at once, and stored, so that a second call
   * gives the same one. `undefined`: never.
   */
  async nextCheckAt(): Promise<number | undefined> {
    if ((await this.getMode()) !== 'on') return undefined;
    const { now, random } = this.#deps;
    const db = await this.#deps.db();
    const history = await loadUpdateHistory(db);
    if (history.nextAt !== null && !isTooFarAhead(history.nextAt, now(), 2 * DAY_MS)) return history.nextAt;
    const nextAt = now() + random() * HOUR_MS;
    await saveUpdateHistory(db, { ...history, nextAt });
    return nextAt;
  }

  /**
   * Checks the mirrors once; `loadState` tells the result. A second call joins the check under way.
   * @throws Error when no mirror or key is configured, or the person did not choose standard checks
   */
  async checkForUpdates(): Promise<void> {
    const mode = await this.getMode();
    if (mode === 'unavailable') throw new Error('This version knows no place to look for newer facts');
    if (mode === 'quiet') throw new Error('Newer facts are looked for only with standard checks');
    this.#activeCheck ??= this.#checkMirrors().finally(() => {
      this.#activeCheck = undefined;
    });
    await this.#activeCheck;
  }

  async #checkMirrors(): Promise<void> {
    const { now, random } = this.#deps;
    const db = await this.#deps.db();
    const last: UpdateAttempt = { at: now(), outcome: 'failed', mirror: '', failures: [] };
    const nextCheckAfter = (ms: number): number => last.at + ms * (0.75 + random() / 2);
    const before = await loadUpdateHistory(db);
    // Store the time of the next check first: a check that kills the background must not restart at once.
    await saveUpdateHistory(db, { ...before, nextAt: nextCheckAfter(DAY_MS / 8) });
    for (const folder of shuffledCopy(await this.#deps.mirrors(), random)) {
      const mirror = folder.replace(/\/?$/, '/');
      try {
        last.outcome = await this.#updateFrom(mirror, db);
        last.mirror = new URL(mirror).host;
        break;
      } catch (error) {
        if (error instanceof UpdatesDisabledError) return;
        if (!(error instanceof UpdateError)) throw error;
        last.failures.push({ mirror: new URL(mirror).host, problem: error.problem, detail: error.message });
        // Another mirror cannot free disk space.
        if (error.problem === 'no-room') break;
      }
    }
    const good = last.outcome !== 'failed';
    await saveUpdateHistory(db, {
      last,
      lastGoodAt: good ? last.at : before.lastGoodAt,
      nextAt: nextCheckAfter(good ? DAY_MS : DAY_MS / 8),
    });
  }

  async #updateFrom(mirror: string, db: Database): Promise<'updated' | 'current'> {
    const { fetch, isNetworkAllowed, trustAnchor, now, deadlineMs = MIRROR_TIMEOUT_MS } = this.#deps;
    const signal = AbortSignal.timeout(deadlineMs);
    const session: MirrorSession = { download: { fetch, isNetworkAllowed, signal }, mirror, now };
    const active = parseActiveGeneration(await db.get('meta', ACTIVE_GENERATION_KEY));

    const root = await verifyRoot(session, trustAnchor, await loadTrustedMetadata(db));
    // Store it before the manifest: a revoked key stays revoked, even if this mirror offers nothing else that is good.
    await saveTrustedMetadata(db, root.trusted);
    const verified = await verifyManifest(session, root, active?.version);
    if (!verified) return 'current';
    await saveTrustedMetadata(db, verified.trusted);

    if (!isNewerThanActive(verified.manifest, active)) return 'current';
    const text = await this.#downloadBundle(session, verified.manifest, db);
    const { version } = verified.manifest.bundle;
    await importBundle(db, text, { root: root.metadata.version, version }).catch((error: unknown) => {
      throw new UpdateError(importProblem(error), version, errorMessage(error));
    });
    return 'updated';
  }

  /**
   * The text of the set that a manifest names. A delta is used if it begins at the active set and is shorter than the full
   * set; if its result has another digest, the full set is downloaded instead.
   */
  async #downloadBundle(
    { download, mirror }: MirrorSession,
    { full, deltas, bundle }: UpdateManifest,
    db: Database,
  ): Promise<string> {
    const base = new URL(MANIFEST_FILE.replace(/[^/]*$/, ''), mirror).href;
    const set = await loadActiveBundle(db);
    const delta = deltas.find(({ from, size }) => from === set?.version && size < full.size);
    if (set && delta) {
      const text = await downloadTarget(download, base, delta)
        .then((bytes) => applyDelta(set, parseUpdateJson(DeltaSchema, decodeUtf8(bytes), delta.path)))
        .catch((error: unknown) => {
          if (error instanceof UpdateError && !download.signal.aborted) return '';
          throw error;
        });
      if ((await sha256Hex(new TextEncoder().encode(text))) === bundle.sha256) return text;
    }
    const bytes = await downloadTarget(download, base, full);
    if ((await sha256Hex(bytes)) !== bundle.sha256)
      throw new UpdateError('bad-hash', full.path, 'is not the set that the manifest names');
    return decodeUtf8(bytes);
  }
}

/**
 * Whether a verified publication is newer than the active set. `rejectRollback` has already compared the numbers of two
 * updates. A set that came with the extension has no number: there the day counts, and within one day a delta that begins at
 * the active set shows that the publication came later.
 */
function isNewerThanActive(
  { bundle, deltas }: UpdateManifest,
  active: ActiveGeneration | undefined,
): boolean {
  if (!active) return true;
  if (bundle.version === active.version) return false;
  if (active.root > 0 || dayOfVersion(bundle.version) > dayOfVersion(active.version)) return true;
  return (
    dayOfVersion(bundle.version) === dayOfVersion(active.version) &&
    deltas.some(({ from }) => from === active.version)
  );
}

function importProblem(error: unknown): UpdateProblem {
  if (error instanceof StorageFullError) return 'no-room';
  return error instanceof InvalidBundleError ? 'bad-record' : 'interrupted';
}

function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
