/**
 * Runs inside a platform's page that is still loading long after it came. It is injected as text, so it can use only what
 * is inside it. It returns the hosts of scripts, styles and pictures that the page asked for and that have not ended:
 * hosts alone, no addresses. It reads nothing else, asks for nothing, and leaves nothing behind.
 */
export function findPendingHosts(): string[] {
  const ended = new Set(performance.getEntriesByType('resource').map(({ name }) => name));
  const hostsOf = (urls: string[]) =>
    urls.filter((url) => !ended.has(url)).flatMap((url) => URL.parse(url)?.hostname ?? []);
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(({ src }) => src);
  const styles = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="stylesheet"][href]')].map(
    ({ href }) => href,
  );
  const images = [...document.querySelectorAll<HTMLImageElement>('img[src]')]
    .filter(({ loading, complete }) => loading !== 'lazy' && !complete)
    .map(({ src }) => src);
  const pictures = hostsOf(images);
  // One or two pictures may wait for an answer on purpose, as counters do.
  return [...hostsOf([...scripts, ...styles]), ...(pictures.length > 2 ? pictures : [])];
}
