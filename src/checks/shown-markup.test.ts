import { expect, test } from 'vitest';
import { shownMarkup } from './shown-markup.ts';

test.each([
  ['<p class="a">Hello</p>', '<p>Hello</p>'],
  ['<TITLE>503</TITLE>', '<TITLE>503</TITLE>'],
  ['a<!-- hidden > text -->b', 'ab'],
  ['a<!-->b', 'ab'],
  ['a<!-- never closed', 'a'],
  ['<!doctype html>a<?xml hidden?>b', 'ab'],
  ['<script>hidden</script>a', '<script></script>a'],
  ['<SCRIPT src="<x>">hidden</Script>a', '<SCRIPT></Script>a'],
  ['<style>hidden', '<style>'],
  ['<noscript>hidden</noscript><template>hidden</template>a', '<noscript></noscript><template></template>a'],
  ['<img alt="hidden > text">a', '<img>a'],
  ["<img alt = 'hidden > text'>a", '<img>a'],
  ["<p it's>a", '<p>a'],
  ['<p alt="hidden', '<p>'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ['<', '<'],
  ['', ''],
])('of %j is shown %j', (page, shown) => {
  expect(shownMarkup(page)).toBe(shown);
});

test('no page takes long', () => {
  const start = performance.now();
  for (const part of [
    '<',
    '<a ',
    '<a "',
    '<a="',
    '<!--',
    '<script',
    '<script>',
    '<script></style',
    '</',
    '<!',
  ])
    shownMarkup(part.repeat(65_536 / part.length));
  expect(performance.now() - start).toBeLessThan(1000);
});
