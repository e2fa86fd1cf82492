/**
 * Runs inside a platform's page that is still loading long after it came. It is injected as text, so it can use only what
 * is inside it. It returns the hosts of scripts, styles and pictures that the page asked for and that have not ended:
 * hosts alone, no addresses. It reads nothing else, asks for nothing, and leaves nothing behind.
 */
export function findPendingHosts(): string[] {
  const ended = new Set(performance.getEntriesByType('resource').map(({ name }) => name));
  const asked = [
    ...document.querySelectorAll('script[src], link[rel~="stylesheet"][href], img[src]'),
  ].flatMap((part) => {
    if (part instanceof HTMLImageElement) return part.loading === 'lazy' || part.complete ? [] : part.src;
    return part instanceof HTMLScriptElement ? part.src : (part as HTMLLinkElement).href;
  });
  return asked.filter((url) => !ended.has(url)).flatMap((url) => URL.parse(url)?.hostname ?? []);
}
