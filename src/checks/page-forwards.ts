/** UTF-16 units. A page that only leads elsewhere is short; longer ones have frames for advertisements and players. */
const MAX_FORWARD_PAGE_LENGTH = 16_384;
const MAX_FORWARDS = 20;

/** Every part is bounded and none overlaps with the next, so that no page can make the search slow. */
const TAG = /<(meta|iframe|frame)\b([^<>]{1,3000})/gi;
const SCRIPT_FORWARD =
  /\blocation(?:\.href)?(?:\s{0,9}=|\.(?:replace|assign)\s{0,9}\()\s{0,9}["']\s{0,9}([^"'\s<>]{1,2000})/gi;

/**
 * The absolute URLs to which a short page leads at once: by `<meta http-equiv=refresh>`, by a frame, or by a script that
 * sets `location`. Nothing is requested from them.
 */
export function findForwards(page: string): string[] {
  if (page.length > MAX_FORWARD_PAGE_LENGTH) return [];
  const targets = [
    ...Array.from(page.matchAll(TAG), ([, tag = '', attributes = '']) =>
      tag.toLowerCase() === 'meta' ? refreshTarget(attributes) : attributeValue(attributes, 'src'),
    ),
    ...Array.from(page.matchAll(SCRIPT_FORWARD), ([, target]) => target),
  ];
  return targets.flatMap((target) => absoluteUrl(target) ?? []).slice(0, MAX_FORWARDS);
}

function refreshTarget(attributes: string): string | undefined {
  if (attributeValue(attributes, 'http-equiv')?.toLowerCase() !== 'refresh') return undefined;
  return /url\s{0,9}=\s{0,9}["']?([^"'\s]+)/i.exec(attributeValue(attributes, 'content') ?? '')?.[1];
}

function attributeValue(attributes: string, name: string): string | undefined {
  const match = new RegExp(
    `(?<![\\w-])${name}\\s{0,9}=\\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`,
    'i',
  ).exec(attributes);
  return (match?.[1] ?? match?.[2] ?? match?.[3])?.trim();
}

/** A relative target stays on the platform's own host and names nobody; one on this device belongs to a program here. */
function absoluteUrl(target = ''): string | undefined {
  const text = target.replaceAll('&amp;', '&').replaceAll('\\/', '/').trim();
  const url = URL.parse(text.startsWith('//') ? `http:${text}` : text);
  const isElsewhere =
    /^https?:$/.test(url?.protocol ?? '') && !/^(localhost$|127\.|\[::1\])/.test(url?.hostname ?? '');
  return isElsewhere ? url?.href : undefined;
}
