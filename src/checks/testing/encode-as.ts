/** The text's bytes in an older encoding, for which there is a decoder alone: the other way round, by trying all bytes. */
export function encodeAs(label: string, text: string): Uint8Array {
  if (label === 'utf-16le')
    return new Uint8Array(
      Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).flatMap((c) => [c & 0xff, c >> 8]),
    );
  const decoder = new TextDecoder(label);
  const bytesOf = new Map<string, number[]>();
  const add = (bytes: number[]) => {
    const character = decoder.decode(new Uint8Array(bytes));
    if (character.length === 1 && !bytesOf.has(character)) bytesOf.set(character, bytes);
  };
  for (let first = 0; first < 0x100; first++) add([first]);
  if (label === 'gb2312')
    for (let first = 0x81; first < 0xff; first++)
      for (let second = 0x40; second < 0xff; second++) add([first, second]);
  return new Uint8Array(
    [...text].flatMap((character) => {
      const bytes = bytesOf.get(character);
      if (!bytes) throw new Error(`${label} has no ${character}`);
      return bytes;
    }),
  );
}
