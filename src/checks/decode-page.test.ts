import { expect, test } from 'vitest';
import { decodePage } from './decode-page.ts';
import rows from './fingerprints.json' with { type: 'json' };
import { Fingerprints } from './fingerprints.ts';
import { encodeAs } from './testing/encode-as.ts';
import { utf8Bytes } from './testing/run-check.ts';

const table = new Fingerprints(rows);
const page = (head: string, words: string) =>
  `<html><head>${head}<title>!</title></head><body>${words}</body></html>`;

const RUSSIAN = 'Этот ресурс заблокирован по решению органов государственной власти.';
const TURKISH = 'Bu site 5 sayılı Bakırköy CBS kararıyla erişime engellenmiştir';
const CHINESE = '抱歉，您的网站暂时无法访问';
const DANISH = 'Derfor er ComX Networks A/S blevet anmodet om at spærre for adgangen';

test.each([
  ['windows-1251', RUSSIAN],
  ['koi8-r', RUSSIAN],
  ['windows-1254', TURKISH],
  ['iso-8859-9', TURKISH],
  ['gb2312', CHINESE],
  ['iso-8859-1', DANISH],
])('a block page in %s is read, whether the header or the page names it', (label, words) => {
  const inPage = [
    `<meta charset=${label}>`,
    `<meta http-equiv=Content-Type content="text/html; charset=${label}">`,
  ];
  for (const head of inPage) {
    const body = encodeAs(label, page(head, words));
    expect(decodePage(body)).toContain(words);
    expect(table.findBlockPage({ body: decodePage(body), location: '' })).toBeDefined();
  }
  const unnamed = encodeAs(label, page('', words));
  expect(decodePage(unnamed, `text/html; charset="${label.toUpperCase()}"`)).toContain(words);
  expect(decodePage(unnamed)).not.toContain(words);
});

test('UTF-16 is known by its byte order mark or by the header, never by the page itself', () => {
  const body = encodeAs('utf-16le', page('<meta charset=utf-16>', RUSSIAN));
  expect(decodePage(new Uint8Array([0xff, 0xfe, ...body]))).toContain(RUSSIAN);
  expect(decodePage(body, 'text/html; charset=utf-16')).toContain(RUSSIAN);
  expect(decodePage(utf8Bytes(page('<meta charset=utf-16>', 'plain')))).toContain('plain');
});

test('valid UTF-8 is read as such, even cut off within a character and under another name', () => {
  const body = utf8Bytes(page('<meta charset=windows-1251>', RUSSIAN));
  expect(decodePage(body, 'text/html; charset=koi8-r')).toContain(RUSSIAN);
  expect(decodePage(utf8Bytes(`\uFEFF${page('<meta charset=koi8-r>', RUSSIAN)}`))).toContain(RUSSIAN);
  const cut = utf8Bytes(RUSSIAN).subarray(0, 21);
  expect(decodePage(cut, 'text/html; charset=windows-1251')).toContain('Этот ресур');
});

test.each(['no-such-encoding', '', 'replacement'])('the label %j is no reason to fail', (label) => {
  expect(decodePage(utf8Bytes('Hej, åben!'), `text/html; charset=${label}`)).toBe('Hej, åben!');
  const latin1 = encodeAs('iso-8859-1', page(`<meta charset=${label}>`, 'plain å'));
  expect(decodePage(latin1, `text/html; charset=${label}`)).toContain('plain');
});

test('the header outranks the page, and the page names its encoding within the first 1,024 bytes', () => {
  const body = encodeAs('windows-1251', page('<meta charset=koi8-r>', RUSSIAN));
  expect(decodePage(body, 'text/html;charset=windows-1251')).toContain(RUSSIAN);
  const late = page(`${' '.repeat(1024)}<meta charset=windows-1251>`, RUSSIAN);
  expect(decodePage(encodeAs('windows-1251', late))).not.toContain(RUSSIAN);
});
