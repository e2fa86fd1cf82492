/**
 * `npm run data:publish -- --out DIR`: puts the facts of this tree, signed, into a folder for mirrors. See CONTRIBUTING.md.
 *
 * --root            writes root.json alone: the keys of --release may sign from now on
 * --release KEY     a public release key; several times for several; --threshold N of them have to sign (1)
 * --first           there was no publication before: numbers begin at 1
 * --at TIME         the time that is written into the files (now)
 * --show-keys       prints the public halves of the keys in the environment, writes nothing
 * --test-key        keys that everybody knows, instead of the environment's; good for tests alone
 *
 * FACTS_ROOT_KEYS, FACTS_RELEASE_KEYS: private keys, separated by spaces (`sign.ts` says in which form).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { RECORD_FORMAT } from '../../src/knowledge/bundle.ts';
import { MANIFEST_FILE, ROOT_FILE } from '../../src/updates/repository-format.ts';
import { buildBundle } from '../knowledge/build.ts';
import { isMainModule } from '../knowledge/files.ts';
import { buildPublication, type MirrorFiles, makeRoot } from './publication.ts';
import { parseSigner, type Signer, testSigner } from './sign.ts';

type Environment = Record<string, string | undefined>;

/** @throws Error that says what is missing */
export function runPublish(
  args: string[],
  env: Environment,
  printLine: (line: string) => void,
  facts = buildBundle,
): void {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: 'string' },
      at: { type: 'string', default: new Date().toISOString() },
      root: { type: 'boolean', default: false },
      release: { type: 'string', multiple: true, default: [] },
      threshold: { type: 'string', default: '1' },
      first: { type: 'boolean', default: false },
      'show-keys': { type: 'boolean', default: false },
      'test-key': { type: 'boolean', default: false },
    },
  });
  const signersFor = (which: 'root' | 'release'): Signer[] =>
    values['test-key'] ? [testSigner(which)] : parseSigners(env, `FACTS_${which.toUpperCase()}_KEYS`);
  if (values['show-keys']) {
    for (const which of ['root', 'release'] as const)
      for (const { publicKey } of signersFor(which)) printLine(`${which} ${publicKey}`);
    return;
  }
  const at = Date.parse(values.at);
  if (Number.isNaN(at)) throw new Error(`--at ${values.at} is no time`);
  const { out } = values;
  if (!out) throw new Error('Say where to: --out DIR');

  let files = readFolder(out);
  if (values.root || (values['test-key'] && !files.has(ROOT_FILE))) {
    const named = values['test-key']
      ? signersFor('release').map(({ publicKey }) => publicKey)
      : values.release;
    const release = { keys: named, threshold: Number(values.threshold) };
    const root = makeRoot(files, release, requireSigners(signersFor('root'), 'FACTS_ROOT_KEYS'), at);
    writeFolder(out, root);
    printLine(`${join(out, ROOT_FILE)}: ${named.length} release keys, ${values.threshold} needed`);
    if (values.root) return;
    files = readFolder(out);
  }
  const signers = requireSigners(signersFor('release'), 'FACTS_RELEASE_KEYS');
  if (!files.has(MANIFEST_FILE) && !values.first)
    throw new Error(
      `${out} holds no earlier publication. Devices refuse numbers that begin again: bring the folder back, or say --first.`,
    );
  const made = buildPublication(files, { bundle: facts(), signers, at });
  writeFolder(out, made);
  for (const path of files.keys()) if (!made.has(path) && path !== ROOT_FILE) rmSync(join(out, path));
  for (const [path, bytes] of made) printLine(`${path} ${bytes.length} bytes`);
  if (values['test-key'])
    printLine('Signed by keys that everybody knows: no released version believes this.');
}

function parseSigners(env: Environment, name: string): Signer[] {
  return (env[name] ?? '')
    .split(/\s+/)
    .filter((key) => key !== '')
    .map((key) => {
      try {
        return parseSigner(key);
      } catch (error) {
        throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
}

function requireSigners(signers: Signer[], name: string): Signer[] {
  if (signers.length === 0)
    throw new Error(
      `No key to sign with: put it into ${name} (openssl genpkey -algorithm ed25519 -outform DER | base64 -w0), or try it with --test-key`,
    );
  return signers;
}

function readFolder(out: string): MirrorFiles {
  const data = join(out, String(RECORD_FORMAT));
  const names = existsSync(data) ? readdirSync(data).filter((name) => /\.(bin|json)$/.test(name)) : [];
  return new Map(
    [ROOT_FILE, ...names.map((name) => `${RECORD_FORMAT}/${name}`)]
      .filter((path) => existsSync(join(out, path)))
      .map((path) => [path, readFileSync(join(out, path))]),
  );
}

/** The manifest last, and each file at once: a mirror that copies meanwhile never has one that names what is not there. */
function writeFolder(out: string, files: MirrorFiles): void {
  for (const [path, bytes] of [...files].sort(
    ([a], [b]) => Number(a === MANIFEST_FILE) - Number(b === MANIFEST_FILE),
  )) {
    const target = join(out, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.part`, bytes);
    renameSync(`${target}.part`, target);
  }
}

if (isMainModule(import.meta.url))
  try {
    runPublish(process.argv.slice(2), process.env, console.log);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
