import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { replayFiles } from './replay-files.ts';
import { HOST, measurement, request, SITE_IP, tcpConnect, tlsHandshake } from './testing/measurements.ts';

const folder = mkdtempSync(join(tmpdir(), 'replay-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('a broken file is named with its field, and does not stop the others', () => {
  const noJson = writeFile('no-json.json', '{');
  const noTest = writeFile('no-test.json', JSON.stringify({ test_name: 'dash' }));
  const noUrl = writeFile('no-url.json', measurement({ input: 'tcp://1.2.3.4' }));
  const noPort = writeFile('no-port.json', measurement({ tcp_connect: [{ ip: SITE_IP, status: {} }] }));
  const good = writeFile(
    'good.json',
    measurement({
      tcp_connect: [tcpConnect(SITE_IP, 443)],
      tls_handshakes: [tlsHandshake(SITE_IP)],
      requests: [request(`https://${HOST}/`)],
    }),
  );
  const printed: string[] = [];
  const errors: string[] = [];
  const exitCode = replayFiles([noJson, noTest, noUrl, noPort, `${folder}/none.json`, good], {
    print: (line) => printed.push(line),
    printError: (line) => errors.push(line),
  });
  expect(exitCode).toBe(1);
  expect(errors.map((line) => line.replace(`${folder}/`, ''))).toEqual([
    expect.stringMatching(/^no-json\.json: .*JSON/),
    expect.stringMatching(/^no-test\.json: test_name: /),
    'no-url.json: input: not a http or https address',
    expect.stringMatching(/^no-port\.json: test_keys\.tcp_connect\.0\.port: /),
    expect.stringMatching(/^none\.json: ENOENT/),
  ]);
  expect(printed.map((line) => JSON.parse(line))).toEqual([
    {
      file: good,
      input: `https://${HOST}/`,
      verdict: 'reachable',
      mechanism: '',
      confidence: 'certain',
      rule: 'site-answers',
    },
  ]);
});
