import type { InPageResult } from '../../src/checks/in-page.ts';

/**
 * Runs inside a platform's page, injected as text: it may use nothing but what stands in it. Reads the times of the
 * parts of one host, asks that host once for `/` without cookies or referrer, and leaves nothing behind. Of the page
 * itself (text, addresses, forms, storage) it reads nothing.
 * `fetch` and no image: an image says "error" for a missing file as for a cut connection.
 * @param heardByWorker whether the page's service worker hears what injected code asks, and may answer from its cache
 */
export async function probeInPage(
  host: string,
  patienceMs: number,
  heardByWorker: boolean,
): Promise<InPageResult> {
  const parts = performance
    .getEntriesByType('resource')
    .filter((entry): entry is PerformanceResourceTiming => URL.parse(entry.name)?.hostname === host);
  // Hosts that do not opt in (Timing-Allow-Origin) show 0 for parts that came as well: a number to keep, no proof.
  const empty = parts.filter((part) => part.transferSize === 0 && part.decodedBodySize === 0);
  const waitedMs = Math.max(0, ...empty.map((part) => part.duration));
  let forbidden = false;
  const hear = (violation: SecurityPolicyViolationEvent): void => {
    if (URL.parse(violation.blockedURI)?.hostname === host) forbidden = true;
  };
  document.addEventListener('securitypolicyviolation', hear);
  const deadline = AbortSignal.timeout(patienceMs);
  const ask = async (): Promise<InPageResult['reached']> => {
    try {
      await fetch(`https://${host}/`, {
        mode: 'no-cors',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: deadline,
      });
      return heardByWorker && navigator.serviceWorker?.controller ? 'worker' : 'yes';
    } catch {
      if (deadline.aborted) return 'late';
      // The event of a forbidden request comes as a task of its own, after the rejection.
      await new Promise<void>((resolve) => setTimeout(resolve));
      return forbidden ? 'csp' : 'no';
    }
  };
  const reached = await ask();
  document.removeEventListener('securitypolicyviolation', hear);
  return { reached, came: parts.length - empty.length, empty: empty.length, waitedMs };
}
