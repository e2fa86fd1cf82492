import * as v from 'valibot';
import { BLOCK_PAGE_SCOPES, type BlockPageScope } from '../model/observation.ts';
import { findForwards } from './page-forwards.ts';
import { readableText } from './readable-text.ts';
import { shownMarkup } from './shown-markup.ts';

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
  readonly #index = { body: new Index(), location: new Index(), lookAlike: new Index() };

  /** @throws ValiError that names the invalid row */
  constructor(rows: unknown) {
    for (const row of v.parse(v.array(FingerprintSchema), rows)) {
      if (row[0] === 'body' && row[2] === 'fp') this.#addLookAlike(row);
      else this.#index[row[0]].add(row);
    }
  }

  /** It is compared with what a page shows, so its own attributes are left out too. What shows nothing overrules nothing. */
  #addLookAlike([where, how, scope, name, countries, text]: Fingerprint): void {
    const shown = shownMarkup(text);
    const isShown = readableText(shown).trim() !== '' && shown.length >= INDEX_PREFIX_LENGTH;
    if (isShown) this.#index.lookAlike.add([where, how, scope, name, countries, shown]);
  }

  /**
   * The block page that an answer shows, by its body, its redirect target or the places to which a short page leads. A
   * known look-alike overrules every match, but only by what the person sees: whoever blocks could put any text into a
   * comment of the page.
   */
  findBlockPage(answer: { body: string; location: string }): BlockPage | undefined {
    const page = answer.body.slice(0, MAX_PAGE_LENGTH);
    const shown = shownMarkup(page);
    const location = answer.location.slice(0, MAX_LOCATION_LENGTH);
    if ([shown, readableText(shown)].some((text) => this.#index.lookAlike.matchesIn(text).length > 0))
      return undefined;
    const ofLocation = this.#index.location.matchesIn(location);
    if (ofLocation.some((row) => row[2] === 'fp')) return undefined;
    const found = [
      ...ofLocation,
      ...findForwards(page).flatMap((url) =>
        this.#index.location.matchesIn(url.slice(0, MAX_LOCATION_LENGTH)),
      ),
      ...[page, readableText(page)].flatMap((text) => this.#index.body.matchesIn(text)),
    ].filter((row) => row[2] !== 'fp');
    const [best] = found.sort(
      (a, b) => SCOPE_PRIORITY.indexOf(a[2]) - SCOPE_PRIORITY.indexOf(b[2]) || (a[3] < b[3] ? -1 : 1),
    );
    if (!best || best[2] === 'fp') return undefined;
    return { name: best[3], scope: best[2], countries: best[4].split(' ').filter(Boolean) };
  }
}

/** Rows by the first letters of their texts. */
class Index {
  readonly #rows = new Map<string, Fingerprint[]>();

  add(row: Fingerprint): void {
    const gram = row[5].slice(0, INDEX_PREFIX_LENGTH);
    this.#rows.set(gram, [...(this.#rows.get(gram) ?? []), row]);
  }

  matchesIn(text: string): Fingerprint[] {
    const found: Fingerprint[] = [];
    for (let i = 0; i + INDEX_PREFIX_LENGTH <= text.length; i++) {
      for (const row of this.#rows.get(text.slice(i, i + INDEX_PREFIX_LENGTH)) ?? []) {
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
