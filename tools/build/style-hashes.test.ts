import { expect, test } from 'vitest';
import { styleSources } from './style-hashes.ts';

test('names the digest of each style inside pages, once', () => {
  // `printf 'a{}' | openssl dgst -sha256 -binary | base64`
  const [digest] = styleSources(['<style>a{}</style><p>', '<style>a{}</style>']);
  expect(styleSources(['<style>a{}</style><p>', '<style>a{}</style>'])).toHaveLength(1);
  expect(digest).toBe(`'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='`);
  expect(styleSources(['<link rel="stylesheet" href="a.css">'])).toEqual([]);
});
