import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The `style-src` sources (CSP) that allow exactly the styles inside these pages. */
export function styleSources(pages: readonly string[]): string[] {
  const styles = pages.flatMap((html) =>
    [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, css = '']) => css),
  );
  return [
    ...new Set(styles.map((css) => `'sha256-${createHash('sha256').update(css).digest('base64')}'`)),
  ].sort();
}

/**
 * Allows the styles inside the built pages, and no others, in the manifest's content security policy. The popup has some so
 * that its frame is painted before any file is read.
 */
export function allowInlineStyles(): Plugin {
  return {
    name: 'is-it-blocked:style-hashes',
    writeBundle({ dir = '' }, bundle) {
      const names = Object.keys(bundle).filter((name) => name.endsWith('.html'));
      const sources = styleSources(names.map((name) => readFileSync(join(dir, name), 'utf8')));
      const file = join(dir, 'manifest.json');
      const manifest = readFileSync(file, 'utf8');
      writeFileSync(file, manifest.replace("style-src 'self'", ["style-src 'self'", ...sources].join(' ')));
    },
  };
}
