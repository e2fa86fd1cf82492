import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { ensureBrowser } from '../browsers/install.ts';

/**
 * Runs `steps` in a page of a real Chromium, without a network, in which the exports of `entry` (a file beside this one)
 * are the global `bench`. The profile is on disk, as a person's is, because IndexedDB of an incognito one is in memory.
 */
export async function withBenchPage<T>(entry: string, steps: (page: Page) => Promise<T>): Promise<T> {
  const script = await bundleEntry(entry);
  const server = createServer((request, response) => {
    // Cross-origin isolated pages have a clock of 5 µs, others of 100 µs.
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    const isScript = request.url === '/bench.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>bench</title><script src="/bench.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  const profile = await mkdtemp(join(tmpdir(), 'is-it-blocked-bench-'));
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: await ensureBrowser('chromium'),
      headless: false,
      args: [
        '--headless=new',
        '--no-first-run',
        '--enable-precise-memory-info',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    });
    try {
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${address.port}/`);
      return await steps(page);
    } finally {
      await context.close();
    }
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function bundleEntry(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'chrome127',
      lib: { entry: fileURLToPath(new URL(entry, import.meta.url)), formats: ['iife'], name: 'bench' },
    },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const chunk = outputs.find((output) => output.type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error(`Vite made no script of ${entry}`);
  return chunk.code;
}
