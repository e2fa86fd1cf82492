import { shuffledCopy } from '../base/random.ts';
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
import { type DownloadContext, downloadTarget, sha256Hex } from './download.ts';
import { MANIFEST_FILE, type UpdateManifest } from './repository-format.ts';
import type { TrustAnchor } from './trust-anchor.ts';
import { loadTrustedMetadata, saveTrustedMetadata } from './trusted-metadata.ts';
import { parseUpdateJson, UpdateError, UpdatesDisabledError } from './update-error.ts';
import {
  loadUpdateHistory,
  saveUpdateHistory,
  type UpdateAttempt,
  type UpdateState,
} from './update-state.ts';
import { verifyNewestPublication } from './verify-publication.ts';

/** For everything that is asked of one mirror: 160 KB at 30 kbit/s. */
const MIRROR_TIMEOUT_MS = 60_000;

export interface UpdateClientDeps {
  /** With this release's own facts in it, or newer ones. */
  db: () => Promise<Database>;
  fetch: typeof globalThis.fetch;
  /** Unix epoch, ms. */
  now: () => number;
  /** From 0 up to 1: the order of mirrors, and the hour. */
  random: () => number;
  /** Folders of mirrors. */
  mirrors: () => Promise<readonly string[]>;
  /** Whether standard is chosen; asked before each request. */
  isNetworkAllowed: () => Promise<boolean>;
  trustAnchor: TrustAnchor;
  deadlineMs?: number;
}

/** Newer facts than those in use, looked for on mirrors and believed only when signed. */
export class UpdateClient {
  readonly #deps: UpdateClientDeps;
  #activeCheck: Promise<void> | undefined;

  constructor(tools: UpdateClientDeps) {
    this.#deps = tools;
  }

  async getMode(): Promise<UpdateState['mode']> {
    const { trustAnchor: trust, mirrors, isNetworkAllowed: allowed } = this.#deps;
    if (trust.keys.length === 0 || (await mirrors()).length === 0) return 'unavailable';
    return (await allowed()) ? 'on' : 'quiet';
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
   * When to look next: about a day after a check that went well, some hours after another, and within the hour when there
   * was none yet. At no hour that many share; the same one however often it is asked. `undefined`: never.
   */
  async nextCheckAt(): Promise<number | undefined> {
    if ((await this.getMode()) !== 'on') return undefined;
    const { now, random } = this.#deps;
    const db = await this.#deps.db();
    const history = await loadUpdateHistory(db);
    // A clock that was put right leaves a date that is too far away.
    if (history.nextAt !== null && history.nextAt <= now() + 2 * DAY_MS) return history.nextAt;
    const nextAt = now() + random() * HOUR_MS;
    await saveUpdateHistory(db, { ...history, nextAt });
    return nextAt;
  }

  /**
   * One look at the mirrors. What comes of it is in `state`; a second call while one runs is the same one.
   * @throws Error when it may not ask
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
    // Written down first: whatever kills this check does not bring it back at once.
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
        // No other mirror makes room.
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
    const {
      fetch,
      isNetworkAllowed: allowed,
      trustAnchor: trust,
      now,
      deadlineMs = MIRROR_TIMEOUT_MS,
    } = this.#deps;
    const downloadContext: DownloadContext = {
      fetch,
      isNetworkAllowed: allowed,
      signal: AbortSignal.timeout(deadlineMs),
    };
    const trusted = await loadTrustedMetadata(db);
    const active = parseActiveGeneration(await db.get('meta', ACTIVE_GENERATION_KEY));
    const isBundleActive = active !== undefined && active.version === trusted.manifest?.bundle;
    const saveTrusted = (next: typeof trusted) => saveTrustedMetadata(db, next);
    const newest = await verifyNewestPublication({
      downloadContext: downloadContext,
      mirror,
      trustAnchor: trust,
      now,
      trusted: trusted,
      saveTrusted: saveTrusted,
      isBundleActive: isBundleActive,
    });
    if (!newest || !isNewerThanActive(newest.manifest, active)) return 'current';
    const text = await this.#downloadBundle(downloadContext, mirror, newest.manifest, db);
    const { root, manifest } = newest;
    const { version } = manifest.bundle;
    await importBundle(db, text, { root, version }).catch((error: unknown) => {
      throw new UpdateError(
        error instanceof StorageFullError
          ? 'no-room'
          : error instanceof InvalidBundleError
            ? 'bad-record'
            : 'interrupted',
        version,
        error instanceof Error ? error.message : String(error),
      );
    });
    return 'updated';
  }

  /** The text of the set, through a delta where one begins at the set in use and is shorter; where that leads astray, in full. */
  async #downloadBundle(
    downloadContext: DownloadContext,
    mirror: string,
    { full, deltas, bundle }: UpdateManifest,
    db: Database,
  ): Promise<string> {
    const base = new URL(MANIFEST_FILE.replace(/[^/]*$/, ''), mirror).href;
    const set = await loadActiveBundle(db);
    const delta = deltas.find(({ from, size }) => from === set?.version && size < full.size);
    if (set && delta) {
      const text = await downloadTarget(downloadContext, base, delta)
        .then((bytes) => applyDelta(set, parseUpdateJson(DeltaSchema, decodeUtf8(bytes), delta.path)))
        .catch((error: unknown) => {
          if (error instanceof UpdateError && !downloadContext.signal.aborted) return '';
          throw error;
        });
      if ((await sha256Hex(new TextEncoder().encode(text))) === bundle.sha256) return text;
    }
    const bytes = await downloadTarget(downloadContext, base, full);
    if ((await sha256Hex(bytes)) !== bundle.sha256)
      throw new UpdateError('bad-hash', full.path, 'is not the set that the manifest names');
    return decodeUtf8(bytes);
  }
}

/**
 * Whether a publication that may be relied upon is newer than what is in use. Among updates the manifests' numbers have
 * said so. A set that came with the extension has no number: there the day counts, and on the same day that the publisher
 * names it among the sets before. Otherwise ours is at least as new.
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

/** Fisher and Yates. */
function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
