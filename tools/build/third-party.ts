import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Up to the folder of a package that npm put there: its name, with its scope. */
const PACKAGE_FOLDER = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/;

/** The packages, `preact 11.2.0`, that modules are part of and that the notices do not name. */
export function withoutNotice(moduleIds: readonly string[], notices: string): string[] {
  const folders = moduleIds.flatMap((id) => PACKAGE_FOLDER.exec(id)?.[0] ?? []);
  const packages = [...new Set(folders)].map((folder) => {
    const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    return `${name} ${version}`;
  });
  return packages.filter((one) => !notices.includes(`\n${one} (`));
}

/** Fails a build that ships a library which the notices do not name in the version that is shipped. */
export function requireNotices(notices: string): Plugin {
  return {
    name: 'is-it-blocked:notices',
    generateBundle(_, bundle) {
      const shipped = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const missing = withoutNotice(shipped, notices);
      if (missing.length > 0) this.error(`THIRD-PARTY.txt has no notice of ${missing.join(', ')}`);
    },
  };
}
