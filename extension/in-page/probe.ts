import type { InPageResult } from '../../src/checks/in-page.ts';

/**
 * Runs inside a platform's page. It is injected as text, so it can use only what is inside it. It reads the timing of the
 * parts of one host, asks that host once for `/` without cookies or referrer, and leaves nothing behind. It reads nothing of
 * the page itself: no text, addresses, forms or storage.
 * It uses `fetch` and not an image, because an image reports a missing file and a cut connection alike.
 * @param workerSeesProbe whether the page's service worker sees the request and may answer it from its cache
 */
export async function probeInPage(
  host: string,
  timeoutMs: number,
  workerSeesProbe: boolean,
): Promise<InPageResult> {
  const parts = performance
    .getEntriesByType('resource')
    .filter((entry): entry is PerformanceResourceTiming => URL.parse(entry.name)?.hostname === host);
  // Without Timing-Allow-Origin a part that loaded shows 0 bytes too, so this number is recorded and proves nothing.
  const empty = parts.filter((part) => part.transferSize === 0 && part.decodedBodySize === 0);
  const waitedMs = Math.max(0, ...empty.map((part) => part.duration));
  let forbidden = false;
  const onViolation = (violation: SecurityPolicyViolationEvent): void => {
    // A page can send such an event itself.
    if (violation.isTrusted && URL.parse(violation.blockedURI)?.hostname === host) forbidden = true;
  };
  document.addEventListener('securitypolicyviolation', onViolation);
  const deadline = AbortSignal.timeout(timeoutMs);
  const fetchOnce = async (): Promise<InPageResult['result']> => {
    try {
      await fetch(`https://${host}/`, {
        mode: 'no-cors',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: deadline,
      });
      return workerSeesProbe && navigator.serviceWorker?.controller ? 'service-worker' : 'reachable';
    } catch {
      if (deadline.aborted) return 'timeout';
      // The violation event of a forbidden request comes in a later task than the rejection.
      await new Promise<void>((resolve) => setTimeout(resolve));
      return forbidden ? 'csp' : 'unreachable';
    }
  };
  const result = await fetchOnce();
  document.removeEventListener('securitypolicyviolation', onViolation);
  return { result, loaded: parts.length - empty.length, zeroBytes: empty.length, waitedMs };
}
