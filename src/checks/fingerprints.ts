import * as v from 'valibot';
import { BLOCK_PAGE_SCOPES, type BlockPageScope } from '../model/observation.ts';
import { findForwards } from './page-forwards.ts';
import { readableText } from './readable-text.ts';

/**
 * Fingerprints of known block pages, of log-in and filter products, and of pages that only look like one (`fp`). After
 * OONI's and the Citizen Lab's tables (BSD-3-Clause, see DATA-LICENSES.md); rows named `iib_…` are our own. One row:
 * where the text stands · how it is compared · whose page it is (`BLOCK_PAGE_SCOPES`) · its name · countries where it is
 * known · the text.
 */
const FingerprintSchema = v.tuple([
  v.picklist(['body', 'location']),
  v.picklist(['contains', 'prefix', 'full']),
  v.picklist([...BLOCK_PAGE_SCOPES, 'fp']),
  v.string(),
  v.string(),
  v.pipe(v.string(), v.minLength(8)),
]);
type Fingerprint = v.InferOutput<typeof FingerprintSchema>;

export interface BlockPage {
  name: string;
  scope: BlockPageScope;
  /** ISO 3166-1 alpha-2; empty: anywhere. */
  countries: string[];
}

/** Every text is at least this long, so that its beginning can be its key in the index. */
const INDEX_PREFIX_LENGTH = 8;
/** UTF-16 units of a page that are searched; block pages are short. */
const MAX_PAGE_LENGTH = 65_536;
/** UTF-16 units of a redirect's target that are searched: the longest text in the table has 100. */
const MAX_LOCATION_LENGTH = 4_096;

/** The table, indexed by the first letters of each text: one pass over a page finds all of them. */
export class Fingerprints {
  readonly #index = { body: new Map<string, Fingerprint[]>(), location: new Map<string, Fingerprint[]>() };

  /** @throws ValiError that names the invalid row */
  constructor(rows: unknown) {
    for (const row of v.parse(v.array(FingerprintSchema), rows)) {
      const index = this.#index[row[0]];
      const gram = row[5].slice(0, INDEX_PREFIX_LENGTH);
      index.set(gram, [...(index.get(gram) ?? []), row]);
    }
  }

  /**
   * The block page that an answer shows, by its body, its redirect target or the places to which a short page leads; a
   * known look-alike overrules every match.
   */
  findBlockPage(answer: { body: string; location: string }): BlockPage | undefined {
    const page = answer.body.slice(0, MAX_PAGE_LENGTH);
    const found = [
      ...[answer.location, ...findForwards(page)].flatMap((url) =>
        this.#matchesIn('location', url.slice(0, MAX_LOCATION_LENGTH)),
      ),
      ...[page, readableText(page)].flatMap((text) => this.#matchesIn('body', text)),
    ];
    if (found.some((row) => row[2] === 'fp')) return undefined;
    const [best] = found.sort(
      (a, b) => SCOPE_PRIORITY.indexOf(a[2]) - SCOPE_PRIORITY.indexOf(b[2]) || (a[3] < b[3] ? -1 : 1),
    );
    if (!best || best[2] === 'fp') return undefined;
    return { name: best[3], scope: best[2], countries: best[4].split(' ').filter(Boolean) };
  }

  #matchesIn(where: 'body' | 'location', text: string): Fingerprint[] {
    const found: Fingerprint[] = [];
    for (let i = 0; i + INDEX_PREFIX_LENGTH <= text.length; i++) {
      for (const row of this.#index[where].get(text.slice(i, i + INDEX_PREFIX_LENGTH)) ?? []) {
        const fits =
          row[1] === 'contains'
            ? text.startsWith(row[5], i)
            : i === 0 && (row[1] === 'prefix' ? text.startsWith(row[5]) : text === row[5]);
        if (fits) found.push(row);
      }
    }
    return found;
  }
}

/** The page that says most about its operator comes first. */
const SCOPE_PRIORITY: string[] = [...BLOCK_PAGE_SCOPES, 'fp'];
