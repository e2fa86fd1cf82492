/** The files that one run of `npm run new` writes. They are changed in memory first, so that a refusal leaves no traces. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorMessage } from '../../src/base/errors.ts';

export class ChangeSet {
  readonly #root: string;
  readonly #texts = new Map<string, string>();

  /** `root`: the folder of the checkout. Paths are given from there, with slashes. */
  constructor(root: string) {
    this.#root = root;
  }

  get paths(): string[] {
    return [...this.#texts.keys()];
  }

  /** Names of the files in a folder, sorted. */
  list(folder: string): string[] {
    return readdirSync(join(this.#root, folder)).sort();
  }

  /** @throws where there is no such file */
  read(path: string): string {
    return this.#texts.get(path) ?? readFileSync(join(this.#root, path), 'utf8');
  }

  /** @throws where the file exists already */
  create(path: string, text: string): void {
    if (existsSync(join(this.#root, path))) throw new Error(`${path} exists already`);
    this.#texts.set(path, text);
  }

  /** @throws what `change` throws, with the file's path before it */
  edit(path: string, change: (text: string) => string): void {
    try {
      this.#texts.set(path, change(this.read(path)));
    } catch (error) {
      throw new Error(`${path}: ${errorMessage(error)}`);
    }
  }

  write(): void {
    for (const [path, text] of this.#texts) {
      mkdirSync(dirname(join(this.#root, path)), { recursive: true });
      writeFileSync(join(this.#root, path), text);
    }
  }
}
