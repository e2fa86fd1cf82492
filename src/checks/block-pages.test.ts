/** Small pages, written for these tests, as networks show them: from the bytes of an answer to the outcome of a check. */
import { expect, test } from 'vitest';
import type { BlockPageScope } from '../model/observation.ts';
import { matchBlockPage } from './answer.ts';
import type { CheckContext } from './check.ts';
import rows from './fingerprints.json' with { type: 'json' };
import { Fingerprints } from './fingerprints.ts';
import { encodeAs } from './testing/encode-as.ts';
import { utf8Bytes } from './testing/run-check.ts';

const table = new Fingerprints(rows);
const context: Pick<CheckContext, 'findBlockPage'> = {
  findBlockPage: async (answer) => table.findBlockPage(answer),
};

async function scopeOf(body: Uint8Array, headers: Record<string, string> = {}): Promise<string | undefined> {
  const answer = { kind: 'answered', status: 200, headers, body, hstsUpgraded: false, ms: 5 } as const;
  return (await matchBlockPage(answer, context as CheckContext)).blockPageScope;
}

test.each<[string, BlockPageScope, Uint8Array, string?]>([
  [
    'a provider’s page in windows-1251, named by the header alone',
    'isp',
    encodeAs(
      'windows-1251',
      '<h1>Внимание</h1>Ресурс заблокирован.<p>ресурс заблокирован по решению\nорганов государственной&nbsp;власти',
    ),
    'text/html; charset=windows-1251',
  ],
  [
    'a court’s decision in windows-1254',
    'nat',
    encodeAs(
      'windows-1254',
      '<meta charset=windows-1254><p>Site, 2 sayılı Bakırköy CBS kararıyla erişime engellenmiştir.',
    ),
  ],
  [
    'the same in iso-8859-9',
    'nat',
    encodeAs(
      'iso-8859-9',
      '<meta http-equiv=content-type content="text/html; charset=iso-8859-9">2 sayılı Bakırköy CBS kararıyla erişime engellenmiştir.',
    ),
  ],
  [
    'a page in gb2312',
    'nat',
    encodeAs('gb2312', '<meta charset=gb2312><title>提示</title>抱歉！您的网站暂时无法访问'),
  ],
  [
    'a page in utf-16le',
    'nat',
    new Uint8Array([
      0xff,
      0xfe,
      ...encodeAs(
        'utf-16le',
        '<p>This website is not available in Malaysia as it violates the National law.',
      ),
    ]),
  ],
  [
    'a provider’s page that forwards by meta refresh',
    'isp',
    utf8Bytes(
      '<html><meta http-equiv="refresh" content="0;url=\'http://cleanweb1.uplus.co.kr/kren?host=x.com\'"></html>',
    ),
  ],
  [
    'a frame of the state’s page',
    'nat',
    utf8Bytes('<iframe src="http://10.10.34.36?type=Invalid" width=100%></iframe>'),
  ],
  [
    'a forward by script',
    'isp',
    utf8Bytes('<script>window.location.href = "http://internetpositif.mncplaymedia.com "</script>'),
  ],
  [
    'a school’s filter',
    'inst',
    utf8Bytes('<p>\n Доступ к сайту заблокирован системой Контент-фильтрации.\n</p>'),
  ],
  [
    'a filter product',
    'prod',
    utf8Bytes('<title>Town hall - Outil de filtrage Internet OLFEO</title>Override?'),
  ],
  [
    'a page that says that it redirected',
    'nat',
    utf8Bytes(
      'You have been redirected. It offers content that is considered illegal according to Belgian legislation.',
    ),
  ],
])('%s is known, and whose it is: %s', async (_, scope, body, contentType) => {
  expect(await scopeOf(body, contentType === undefined ? {} : { 'content-type': contentType })).toBe(scope);
});

test('a redirect to a known place is known without a body', async () => {
  expect(await scopeOf(new Uint8Array(), { location: 'http://10.10.34.34/?x=1' })).toBe('nat');
  expect(await scopeOf(new Uint8Array(), { location: 'https://block.opendns.com/?url=1' })).toBe('prod');
});

test('every mark of our own is long enough to be specific', () => {
  const own = rows.filter(([, , , name]) => name?.startsWith('iib_'));
  expect(own.length).toBeGreaterThan(20);
  expect(own.filter(([, , , , , text]) => (text?.length ?? 0) < 12)).toEqual([]);
});
