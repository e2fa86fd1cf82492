/** Memory that lasts as long as the browser, outlives the background and is never written to disk: `storage.session`. */
export interface SessionMemory {
  read(key: string): Promise<unknown>;
  /** Everything that is kept, by key. */
  readAll(): Promise<Record<string, unknown>>;
  /** @throws Error when the memory is full: browsers grant 10 MB */
  write(key: string, value: unknown): Promise<void>;
  remove(keys: string[]): Promise<void>;
}
