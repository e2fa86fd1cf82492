import * as v from 'valibot';

/**
 * Marks of known block pages and log-in or filter products, and of pages that only look like one (`fp`).
 * After OONI's and the Citizen Lab's tables (BSD-3-Clause, see DATA-LICENSES.md). One row:
 * where it stands · how it is compared · whose it is (`nat` a country's, `isp` a provider's, `prod` a filter product's,
 * `inst` a school's or company's) · its name · countries where it is known · the text.
 */
const RowSchema = v.tuple([
  v.picklist(['body', 'location']),
  v.picklist(['contains', 'prefix', 'full']),
  v.picklist(['nat', 'isp', 'prod', 'inst', 'fp']),
  v.string(),
  v.string(),
  v.pipe(v.string(), v.minLength(8)),
]);
type Row = v.InferOutput<typeof RowSchema>;

export interface BlockPage {
  name: string;
  scope: 'nat' | 'isp' | 'prod' | 'inst';
  /** ISO 3166-1 alpha-2; empty: anywhere. */
  countries: string[];
}

/** Every text is at least this long, so that its beginning can be its place in the index. */
const GRAM = 8;
/** UTF-16 units of a page that are looked at; block pages are short. */
const LOOK_AT = 65_536;

/** The table by the first letters of each text: one walk over a page finds all of them. */
export class Fingerprints {
  readonly #rows = { body: new Map<string, Row[]>(), location: new Map<string, Row[]>() };

  /** @throws ValiError naming the row that is not one */
  constructor(rows: unknown) {
    for (const row of v.parse(v.array(RowSchema), rows)) {
      const index = this.#rows[row[0]];
      const gram = row[5].slice(0, GRAM);
      index.set(gram, [...(index.get(gram) ?? []), row]);
    }
  }

  /** The block page that an answer shows, by its body or by where it points; a known look-alike speaks against all. */
  find(answer: { body: string; location: string }): BlockPage | undefined {
    const found = [
      ...this.#in('location', answer.location),
      ...this.#in('body', answer.body.slice(0, LOOK_AT)),
    ];
    if (found.some((row) => row[2] === 'fp')) return undefined;
    const [best] = found.sort(
      (a, b) => SCOPES.indexOf(a[2]) - SCOPES.indexOf(b[2]) || (a[3] < b[3] ? -1 : 1),
    );
    if (!best || best[2] === 'fp') return undefined;
    return { name: best[3], scope: best[2], countries: best[4].split(' ').filter(Boolean) };
  }

  #in(where: 'body' | 'location', text: string): Row[] {
    const found: Row[] = [];
    for (let i = 0; i + GRAM <= text.length; i++) {
      for (const row of this.#rows[where].get(text.slice(i, i + GRAM)) ?? []) {
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

/** The more it says, the earlier. */
const SCOPES = ['nat', 'isp', 'prod', 'inst', 'fp'];
