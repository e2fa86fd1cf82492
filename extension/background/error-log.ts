/** Errors that a person should know of and that no verdict shows, such as a full disk. They last as long as the worker. */
export interface ErrorLog {
  record(error: unknown): void;
  /** Each text once, the oldest first. */
  recent(): string[];
}

export function createErrorLog(): ErrorLog {
  const texts: string[] = [];
  return {
    record(error) {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      console.error(text);
      if (!texts.includes(text)) texts.push(text);
    },
    recent: () => texts,
  };
}
