import type { Control, HttpRequest } from './read-measurement.ts';

/** Whether a page is the one that the test helper got. */
export type Likeness = 'same' | 'different' | 'unknown';

type Response = HttpRequest['response'];

/** The shorter page's share of the longer one from which both count as one page, as at OONI. */
const MIN_LENGTH_SHARE = 0.7;

/** Header names that nearly every server and every block page sends: they tell nothing about the sender. */
const COMMON_HEADERS = new Set(
  `accept-ranges age cache-control connection content-encoding content-language content-length content-security-policy
  content-type date etag expires keep-alive last-modified location p3p pragma server set-cookie status
  strict-transport-security transfer-encoding upgrade vary via x-cache x-content-type-options x-frame-options x-powered-by
  x-xss-protection`.split(/\s+/),
);

/**
 * Compares as OONI does (ts-017, http-diff): with an equal status, one match of length, title or unusual headers is enough,
 * because most pages differ by place and time.
 */
export function comparePages(response: Response, { http_request: helper }: Control): Likeness {
  if (!helper || helper.failure !== null || helper.status_code <= 0) return 'unknown';
  // The helper tells only of the page at the end of all redirects.
  if (response.code >= 300 && response.code < 400) return 'unknown';
  if (response.code !== helper.status_code) return helper.status_code >= 400 ? 'unknown' : 'different';
  const matches = [
    haveSameLength(response, helper.body_length),
    haveSameTitle(response.body.toString(), helper.title),
    haveSameHeaders(response.headers, helper.headers),
  ];
  if (matches.includes(true)) return 'same';
  return matches.includes(false) ? 'different' : 'unknown';
}

/** @returns undefined if one length is not known */
function haveSameLength({ body, body_is_truncated }: Response, helperLength: number): boolean | undefined {
  if (helperLength < 0) return undefined;
  // The probe keeps the first half megabyte, and no block page is that long.
  if (body_is_truncated) return helperLength >= body.length ? true : undefined;
  const [shorter, longer] = [body.length, helperLength].sort((a, b) => a - b) as [number, number];
  return longer === 0 || shorter / longer >= MIN_LENGTH_SHARE;
}

const titleOf = (text: string): string => /<title[^>]*>([^<]*)</i.exec(text)?.[1] ?? '';

const normalizeTitle = (title: string): string => title.trim().replace(/\s+/g, ' ').toLowerCase();

function haveSameTitle(body: string, helperTitle: string): boolean | undefined {
  const [here, there] = [normalizeTitle(titleOf(body)), normalizeTitle(helperTitle)];
  return here === '' || there === '' ? undefined : here === there;
}

function haveSameHeaders(here: Record<string, string>, there: Record<string, string>): boolean | undefined {
  const unusual = Object.keys(there).filter((name) => !COMMON_HEADERS.has(name));
  return unusual.length === 0 ? undefined : unusual.some((name) => name in here);
}

/** A content network asks for a proof that no robot visits: a page in the site's own name. */
export function isBotChallenge({ code, headers, body }: Response): boolean {
  if (headers['cf-mitigated'] === 'challenge') return true;
  const isRefusal = code === 403 || code === 429 || code === 503;
  return isRefusal && /\/cdn-cgi\/challenge-platform\/|__cf_chl_|cf-turnstile/.test(body.toString());
}
