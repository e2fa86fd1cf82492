import { BodyTooLargeError, readBoundedBody } from '../base/bounded-body.ts';
import type { TargetFile } from './repository-format.ts';
import { UpdateError, UpdatesDisabledError } from './update-error.ts';

export interface DownloadContext {
  fetch: typeof globalThis.fetch;
  /** Asked before each request. */
  isNetworkAllowed: () => Promise<boolean>;
  /** Ends the talk with this mirror, whatever it is at. */
  signal: AbortSignal;
}
export interface DownloadedFile {
  bytes: Uint8Array<ArrayBuffer>;
  etag: string | null;
  /** The mirror's own clock (`Date`), epoch ms, if it says so. Nothing but a hint. */
  clock: number | undefined;
}

/**
 * One file of a mirror, without cookies, cache, referrer or redirects, and with no more than `cap` bytes.
 * @param etag asks for the file only if it has another; `undefined` is the answer if not
 * @throws Stopped · UpdateError unreachable · timeout · redirected · bad-status · too-large · truncated
 */
export async function downloadFile(
  { fetch, isNetworkAllowed: allowed, signal }: DownloadContext,
  url: string,
  maxBytes: number,
  etag?: string,
): Promise<DownloadedFile | undefined> {
  if (!(await allowed())) throw new UpdatesDisabledError();
  const where = fileNameOf(url);
  const toUpdateError = (problem: 'unreachable' | 'truncated', error: unknown): UpdateError =>
    signal.aborted
      ? new UpdateError('timeout', where, 'took too long')
      : new UpdateError(problem, where, error instanceof Error ? error.message : String(error));
  const response = await fetch(url, {
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
    signal,
    ...(etag === undefined ? {} : { headers: { 'If-None-Match': etag } }),
  }).catch((error: unknown) => {
    throw toUpdateError('unreachable', error);
  });
  const { status, headers } = response;
  try {
    if (status === 304 && etag !== undefined) return undefined;
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304))
      throw new UpdateError('redirected', where, 'leads elsewhere');
    if (status !== 200) throw new UpdateError('bad-status', where, `status ${status}`);
    if (Number(headers.get('Content-Length')) > maxBytes)
      throw new UpdateError(
        'too-large',
        where,
        `${headers.get('Content-Length')} bytes announced, ${maxBytes} allowed`,
      );
  } catch (error) {
    await response.body?.cancel();
    throw error;
  }
  const bytes = await readBoundedBody(response.body, { maxBytes: maxBytes }).catch((error: unknown) => {
    throw error instanceof BodyTooLargeError
      ? new UpdateError('too-large', where, error.message)
      : toUpdateError('truncated', error);
  });
  const clock = Date.parse(headers.get('Date') ?? '');
  return { bytes, etag: headers.get('ETag'), clock: Number.isNaN(clock) ? undefined : clock };
}

/**
 * A data file as its manifest describes it, unpacked.
 * @throws UpdateError as `download`, and bad-hash · malformed
 */
export async function downloadTarget(
  ask: DownloadContext,
  base: string,
  file: TargetFile,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = `${base}${file.path}`;
  const where = fileNameOf(url);
  const answer = await downloadFile(ask, url, file.size);
  const bytes = answer?.bytes ?? new Uint8Array();
  if (bytes.length < file.size)
    throw new UpdateError('truncated', where, `${bytes.length} of ${file.size} bytes`);
  if ((await sha256Hex(bytes)) !== file.sha256)
    throw new UpdateError('bad-hash', where, 'is not the file that the manifest names');
  const unpacked = await gunzipBounded(bytes, file.unpacked, where);
  if (unpacked.length < file.unpacked)
    throw new UpdateError('truncated', where, `${unpacked.length} of ${file.unpacked} bytes unpacked`);
  return unpacked;
}

/** In hex. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function gunzipBounded(
  bytes: Uint8Array<ArrayBuffer>,
  maxBytes: number,
  where: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return readBoundedBody(stream, { maxBytes: maxBytes }).catch((error: unknown) => {
    throw error instanceof BodyTooLargeError
      ? new UpdateError('too-large', `${where}, unpacked`, error.message)
      : new UpdateError('malformed', where, 'is no gzip');
  });
}

function fileNameOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? url;
}
