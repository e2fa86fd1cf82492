/** Inserts text into source files, at places that are found by the name of a list or an object. */

/** Adds an item at the end of the list `const NAME = […]`. @throws where the text has no such list */
export const appendToList = (text: string, name: string, item: string): string =>
  insertBeforeEnd(text, new RegExp(`const ${name}\\b[^=]*= \\[`), '\n]', `${item},`);

/** Adds a field at the end of the object `const NAME = {…}` or `const NAME = v.object({…})`. @throws as above */
export const appendToObject = (text: string, name: string, field: string): string =>
  insertBeforeEnd(text, new RegExp(`const ${name}\\b[^=]*= (v\\.object\\()?\\{`), '\n}', `${field},`);

/** Adds an import before the others; Biome sorts them. */
export const addImport = (text: string, line: string): string =>
  text.replace(/^import /m, () => `${line}\nimport `);

interface Message {
  message: string;
  description?: string;
}

/** Adds a message after the last one whose key has the same prefix (`check_`), or at the end. */
export function addMessage(json: string, key: string, message: Message): string {
  const messages = Object.entries(JSON.parse(json) as Record<string, Message>);
  const prefix = key.slice(0, key.indexOf('_') + 1);
  const last = messages.findLastIndex(([other]) => other.startsWith(prefix));
  messages.splice(last < 0 ? messages.length : last + 1, 0, [key, message]);
  return `${JSON.stringify(Object.fromEntries(messages), null, 2)}\n`;
}

/** The list or object ends where its closing bracket stands at the beginning of a line. */
function insertBeforeEnd(text: string, begin: RegExp, end: string, line: string): string {
  const found = begin.exec(text);
  const at = found ? text.indexOf(end, found.index) : -1;
  if (at < 0) throw new Error(`has no place that looks like ${begin.source}`);
  return `${text.slice(0, at)}\n${line}${text.slice(at)}`;
}
