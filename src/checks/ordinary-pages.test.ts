import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { decodePage } from './decode-page.ts';
import rows from './fingerprints.json' with { type: 'json' };
import { Fingerprints } from './fingerprints.ts';
import { ORDINARY_PAGES } from './testing/ordinary-pages.ts';
import { utf8Bytes } from './testing/run-check.ts';

/** Without look-alikes: a mark must be specific enough to need none. */
const marks = new Fingerprints(rows.filter(([, , scope]) => scope !== 'fp'));
const blockPageIn = (body: Uint8Array) =>
  marks.findBlockPage({ body: decodePage(body, 'text/html'), location: '' })?.name;

test.each(Object.entries(ORDINARY_PAGES))('%s is no block page', (_, page) => {
  expect(blockPageIn(utf8Bytes(page))).toBeUndefined();
});

/**
 * Few packages carry HTML, about a dozen files here. So the texts that packages do carry, their README and other Markdown
 * files, are set as simple pages. They are English for the most part, and not saved from the web: docs/decisions/0206
 * says on which pages of the web the marks were tried.
 */
test('none of the pages and texts that come with the installed packages is a block page', () => {
  const folder = fileURLToPath(new URL('../../node_modules', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const pages = [
    ...files
      .filter((file) => /\.html?$/i.test(file))
      .map((file) => ({ file, body: readFileSync(join(folder, file)) })),
    ...files
      .filter((file) => /\.(md|markdown)$/i.test(file))
      .map((file) => ({ file, body: utf8Bytes(asPage(readFileSync(join(folder, file), 'utf8'))) })),
  ].filter(({ body }) => body.length > 500);
  expect(pages.length).toBeGreaterThanOrEqual(500);
  expect(pages.flatMap(({ file, body }) => (blockPageIn(body) === undefined ? [] : file))).toEqual([]);
});

function asPage(markdown: string): string {
  const parts = markdown.split(/\n{2,}/).map((part) => {
    const [, level, heading] = /^(#{1,6}) (.*)/.exec(part) ?? [];
    return heading ? `<h${level?.length}>${heading}</h${level?.length}>` : `<p>${part}</p>`;
  });
  return `<!doctype html><html><head><meta charset="utf-8"></head><body>${parts.join('\n')}</body></html>`;
}
