import type { Params } from './format.ts';
import type { Key } from './keys.ts';
import { partsOfKey } from './messages.ts';

/** A sentence in the language of the page: names isolated from its direction, the emphasised part marked. */
export function Say({ k, ...params }: { k: Key } & Params) {
  return (
    <>
      {partsOfKey(k, params as Params).map(({ text, strong, isolate }) => {
        const inner = isolate ? <bdi>{text}</bdi> : text;
        return strong ? <em>{inner}</em> : inner;
      })}
    </>
  );
}
