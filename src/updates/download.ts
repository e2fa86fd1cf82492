import { BodyTooLargeError, readBoundedBody } from '../base/bounded-body.ts';
import { definedOnly } from '../base/defined-only.ts';
import { errorMessage } from '../base/errors.ts';
import type { TargetFile } from './repository-format.ts';
import { UpdateError, UpdatesDisabledError } from './update-error.ts';

export interface DownloadContext {
  fetch: typeof globalThis.fetch;
  /** Called before each request. */
  isNetworkAllowed: () => Promise<boolean>;
  /** Ends every request to this mirror. */
  signal: AbortSignal;
}
export interface DownloadedFile {
  bytes: Uint8Array<ArrayBuffer>;
  etag: string | null;
  /** The mirror's clock (`Date`), Unix epoch in ms, if it sent one. A hint only: a mirror can send any date. */
  clock: number | undefined;
}

export interface FileRequest {
  url: string;
  maxBytes: number;
  /** Ask for the file only if its tag has changed. */
  etag?: string | undefined;
}

/**
 * One file of a mirror, requested without cookies, cache, referrer or redirects; `undefined` if its tag is still `etag`.
 * @throws UpdatesDisabledError · UpdateError unreachable · timeout · redirected · bad-status · too-large · truncated
 */
export async function downloadFile(
  { fetch, isNetworkAllowed, signal }: DownloadContext,
  { url, maxBytes, etag }: FileRequest,
): Promise<DownloadedFile | undefined> {
  if (!(await isNetworkAllowed())) throw new UpdatesDisabledError();
  const where = fileNameOf(url);
  const toUpdateError = (problem: 'unreachable' | 'truncated', error: unknown): UpdateError =>
    signal.aborted
      ? new UpdateError('timeout', where, 'took too long')
      : new UpdateError(problem, where, errorMessage(error));
  const response = await fetch(url, {
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
    signal,
    headers: definedOnly({ 'If-None-Match': etag }),
  }).catch((error: unknown) => {
    throw toUpdateError('unreachable', error);
  });
  if (response.status === 304 && etag !== undefined) return undefined;
  const fault = responseFault(response, maxBytes, where);
  if (fault) {
    await response.body?.cancel();
    throw fault;
  }
  const bytes = await readBoundedBody(response.body, { maxBytes }).catch((error: unknown) => {
    throw error instanceof BodyTooLargeError
      ? new UpdateError('too-large', where, error.message)
      : toUpdateError('truncated', error);
  });
  const clock = Date.parse(response.headers.get('Date') ?? '');
  return { bytes, etag: response.headers.get('ETag'), clock: Number.isNaN(clock) ? undefined : clock };
}

/** Why the body of a response must not be read. */
function responseFault(
  { status, type, headers }: Response,
  maxBytes: number,
  where: string,
): UpdateError | undefined {
  if (type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304))
    return new UpdateError('redirected', where, 'leads elsewhere');
  if (status !== 200) return new UpdateError('bad-status', where, `status ${status}`);
  const announced = headers.get('Content-Length');
  if (Number(announced) > maxBytes)
    return new UpdateError('too-large', where, `${announced} bytes announced, ${maxBytes} allowed`);
  return undefined;
}

/**
 * A data file as its manifest describes it, unpacked.
 * @throws as `downloadFile`; UpdateError bad-hash · malformed
 */
export async function downloadTarget(
  context: DownloadContext,
  base: string,
  file: TargetFile,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = `${base}${file.path}`;
  const where = fileNameOf(url);
  const answer = await downloadFile(context, { url, maxBytes: file.size });
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

/** Digest in lower-case hex. */
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
  return readBoundedBody(stream, { maxBytes }).catch((error: unknown) => {
    throw error instanceof BodyTooLargeError
      ? new UpdateError('too-large', `${where}, unpacked`, error.message)
      : new UpdateError('malformed', where, 'is no gzip');
  });
}

function fileNameOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? url;
}
