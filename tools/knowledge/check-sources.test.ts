import { describe, expect, it } from 'vitest';
import type { Source } from '../../src/knowledge/incident.ts';
import type { CountryFileText } from './files.ts';
import { countryFile, describeProblems, makeSource } from './testing/country-file.ts';

const withSource = (given: Partial<Source>) => ({ sources: [makeSource(given)] });

describe('checkSources reports', () => {
  it.each<[string, CountryFileText, RegExp]>([
    [
      'a source of a future month',
      countryFile(withSource({ date: '2026-12' })),
      /sources\[0\]\.date 2026-12 is in the future/,
    ],
    [
      'a source of a day that does not exist',
      countryFile(withSource({ date: '2024-02-30' })),
      /sources\[0\]\.date .*no day/,
    ],
    ['a homepage', countryFile(withSource({ url: 'https://news.example/' })), /only a homepage/],
    [
      'a tracked link',
      countryFile(withSource({ url: 'https://news.example/a?utm_source=b' })),
      /parameter utm_source/,
    ],
    ['an http link', countryFile(withSource({ url: 'http://news.example/a' })), /sources\[0\]\.url/],
    ['a link into a private network', countryFile(withSource({ url: 'https://intranet/a' })), /public web/],
    ['a link to an address', countryFile(withSource({ url: 'https://192.0.2.1/a' })), /public web/],
    [
      'a link to a port',
      countryFile(withSource({ url: 'https://news.example:8443/a' })),
      /asks for port 8443/,
    ],
    [
      'a link with a login',
      countryFile(withSource({ url: 'https://me:secret@news.example/a' })),
      /holds a login/,
    ],
    ['a shortened link', countryFile(withSource({ url: 'https://bit.ly/3abc' })), /is shortened/],
    [
      'a link through a search',
      countryFile(withSource({ url: 'https://www.google.com/url?q=a' })),
      /search engine/,
    ],
    [
      'a link into a cache',
      countryFile(withSource({ url: 'https://a-b.translate.goog/c' })),
      /cache that forgets/,
    ],
    [
      'a truncated link',
      countryFile(withSource({ url: 'https://news.example/a-long-sto…' })),
      /looks cut off/,
    ],
    [
      'a link with a bracket too many',
      countryFile(withSource({ url: 'https://news.example/a)' })),
      /looks cut off/,
    ],
    [
      'a link to undefined',
      countryFile(withSource({ url: 'https://news.example/undefined/a' })),
      /program that failed/,
    ],
    [
      'a link into a session',
      countryFile(withSource({ url: 'https://news.example/a?PHPSESSID=1' })),
      /session/,
    ],
    [
      'a source twice under two addresses',
      countryFile({
        sources: [makeSource(), makeSource({ url: 'https://www.news.example/report/' })],
      }),
      /sources\[1\]\.url is listed twice/,
    ],
    ['a title with HTML', countryFile(withSource({ title: 'X <b>blocked</b>' })), /title holds HTML/],
    [
      'a title with a bidirectional control',
      countryFile(withSource({ title: 'X \u202eblocked' })),
      /invisible/,
    ],
    ['a truncated title', countryFile(withSource({ title: 'X is blocked in…' })), /title is cut off/],
    ['a title in capitals', countryFile(withSource({ title: 'PAKISTAN BLOCKS X AGAIN' })), /title shouts/],
    [
      'a title with a link',
      countryFile(withSource({ title: 'See https://news.example/a' })),
      /title holds a link/,
    ],
    ['a title that is a formula', countryFile(withSource({ title: '=HYPERLINK("a")' })), /formula/],
    ['a placeholder title', countryFile(withSource({ title: 'TODO' })), /title says nothing/],
    ['a title with two spaces', countryFile(withSource({ title: 'X  is blocked' })), /space too many/],
    [
      'a title that is too long',
      countryFile(withSource({ title: 'on '.repeat(40).trim() })),
      /40 words long/,
    ],
    ['a publisher with HTML', countryFile(withSource({ publisher: 'A &amp; B' })), /publisher holds HTML/],
    ['a source twice', countryFile({ sources: [makeSource(), makeSource()] }), /listed twice/],
  ])('%s', (_, broken, expected) => {
    expect(describeProblems(broken)).toMatch(expected);
  });
});
