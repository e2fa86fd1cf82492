/**
 * `npm run data:publish -- --out DIR` writes the records of this tree, signed, into a folder for mirrors. See docs/publishing.md.
 *
 * --root            writes only root.json: from now on the keys of --release may sign
 * --release KEY     a public release key; may be repeated; --threshold N of them have to sign (1)
 * --first           there is no earlier publication: numbers begin at 1
 * --at TIME         the time that is written into the files (now)
 * --show-keys       prints the public halves of the keys in the environment, writes nothing
 * --test-key        uses public test keys instead of the environment's; for tests only
 *
 * FACTS_ROOT_KEYS, FACTS_RELEASE_KEYS: private keys, separated by spaces (`sign.ts` says in which form).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { errorMessage } from '../../src/base/errors.ts';
import { RECORD_FORMAT } from '../../src/knowledge/bundle.ts';
import { MANIFEST_FILE, ROOT_FILE } from '../../src/updates/repository-format.ts';
import { buildBundle } from '../knowledge/build.ts';
import { runAsProgram } from '../knowledge/files.ts';
import { buildPublication, type MirrorFiles, makeRoot } from './publication.ts';
import { parseSigner, type Signer, testSigner } from './sign.ts';

type Environment = Record<string, string | undefined>;
type SignerRole = 'root' | 'release';

const KEY_VARIABLES: Record<SignerRole, string> = { root: 'FACTS_ROOT_KEYS', release: 'FACTS_RELEASE_KEYS' };

/** The command line, and what the command depends on. */
interface PublishRun {
  options: ReturnType<typeof parseOptions>;
  signersFor(role: SignerRole): Signer[];
  printLine(line: string): void;
}

/** @throws Error that says what is missing */
export function runPublish(
  args: string[],
  env: Environment,
  printLine: (line: string) => void,
  makeBundle = buildBundle,
): void {
  const options = parseOptions(args);
  const signersFor = (role: SignerRole): Signer[] =>
    options['test-key'] ? [testSigner(role)] : parseSigners(env, KEY_VARIABLES[role]);
  const run: PublishRun = { options, signersFor, printLine };
  if (options['show-keys']) {
    printPublicKeys(run);
    return;
  }
  const target = parseTarget(options);
  const hasRoot = readFolder(target.folder).has(ROOT_FILE);
  if (options.root || (options['test-key'] && !hasRoot)) writeRoot(run, target);
  if (!options.root) writePublication(run, target, makeBundle);
}

function parseOptions(args: string[]) {
  return parseArgs({
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
  }).values;
}

/** Where the files go, and the time (Unix epoch, ms) that they carry. */
interface PublishTarget {
  folder: string;
  at: number;
}

function parseTarget({ at: time, out }: PublishRun['options']): PublishTarget {
  const at = Date.parse(time);
  if (Number.isNaN(at)) throw new Error(`--at ${time} is no time`);
  if (!out) throw new Error('Say where to: --out DIR');
  return { folder: out, at };
}

function printPublicKeys({ signersFor, printLine }: PublishRun): void {
  for (const role of ['root', 'release'] as const)
    for (const { publicKey } of signersFor(role)) printLine(`${role} ${publicKey}`);
}

function writeRoot({ options, signersFor, printLine }: PublishRun, { folder, at }: PublishTarget): void {
  const keys = options['test-key']
    ? signersFor('release').map(({ publicKey }) => publicKey)
    : options.release;
  const release = { keys, threshold: Number(options.threshold) };
  const signers = requireSigners(signersFor('root'), KEY_VARIABLES.root);
  writeFolder(folder, makeRoot(readFolder(folder), release, signers, at));
  printLine(`${join(folder, ROOT_FILE)}: ${keys.length} release keys, ${options.threshold} needed`);
}

function writePublication(
  { options, signersFor, printLine }: PublishRun,
  { folder, at }: PublishTarget,
  makeBundle: () => string,
): void {
  const files = readFolder(folder);
  const signers = requireSigners(signersFor('release'), KEY_VARIABLES.release);
  if (!files.has(MANIFEST_FILE) && !options.first)
    throw new Error(
      `${folder} holds no earlier publication. Devices refuse numbers that begin again: bring the folder back, or say --first.`,
    );
  const publication = buildPublication(files, { bundle: makeBundle(), signers, at });
  writeFolder(folder, publication);
  for (const path of files.keys())
    if (!publication.has(path) && path !== ROOT_FILE) rmSync(join(folder, path));
  for (const [path, bytes] of publication) printLine(`${path} ${bytes.length} bytes`);
  if (options['test-key'])
    printLine('Signed by keys that everybody knows: no released version believes this.');
}

function parseSigners(env: Environment, variable: string): Signer[] {
  return (env[variable] ?? '')
    .split(/\s+/)
    .filter((key) => key !== '')
    .map((key) => {
      try {
        return parseSigner(key);
      } catch (error) {
        throw new Error(`${variable}: ${errorMessage(error)}`);
      }
    });
}

function requireSigners(signers: Signer[], variable: string): Signer[] {
  if (signers.length === 0)
    throw new Error(
      `No key to sign with: put it into ${variable} (openssl genpkey -algorithm ed25519 -outform DER | base64 -w0), or try it with --test-key`,
    );
  return signers;
}

function readFolder(folder: string): MirrorFiles {
  const data = join(folder, String(RECORD_FORMAT));
  const names = existsSync(data)
    ? readdirSync(data)
        .filter((name) => /\.(bin|json)$/.test(name))
        .sort()
    : [];
  return new Map(
    [ROOT_FILE, ...names.map((name) => `${RECORD_FORMAT}/${name}`)]
      .filter((path) => existsSync(join(folder, path)))
      .map((path) => [path, readFileSync(join(folder, path))]),
  );
}

/**
 * Writes the manifest last, and renames each file into place: a mirror that copies the folder meanwhile never gets a
 * manifest that names a missing file.
 */
function writeFolder(folder: string, files: MirrorFiles): void {
  const manifestLast = [...files].sort(
    ([a], [b]) => Number(a === MANIFEST_FILE) - Number(b === MANIFEST_FILE),
  );
  for (const [path, bytes] of manifestLast) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.part`, bytes);
    renameSync(`${target}.part`, target);
  }
}

runAsProgram(import.meta.url, (args) => runPublish(args, process.env, console.log));
