/** Errors that a person should know of and that no verdict shows, such as a full disk. They last as long as the worker. */
export interface ErrorLog {
  record(error: unknown): void;
  /** The last texts, each once and cut, the oldest first. */
  recent(): string[];
}

/** Enough to see what is wrong; a text may name something of each case. */
const MAX_TEXTS = 20;
const MAX_TEXT_LENGTH = 300;

export function createErrorLog(): ErrorLog {
  const texts: string[] = [];
  return {
    record(error) {
      const whole = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      const text = whole.slice(0, MAX_TEXT_LENGTH);
      console.error(text);
      if (texts.includes(text)) return;
      texts.push(text);
      if (texts.length > MAX_TEXTS) texts.shift();
    },
    recent: () => texts,
  };
}
