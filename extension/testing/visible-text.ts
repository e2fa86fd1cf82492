import { type ComponentChildren, createElement, Fragment } from 'preact';
import { renderToString } from 'preact-render-to-string';

const INLINE_TAG = /<\/?(?:a|b|bdi|button|em|small|span)\b[^>]*>/g;
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** The text that a person would read, a line for each block. For tests in plain Node. */
export function visibleText(node: ComponentChildren): string {
  return renderToString(createElement(Fragment, null, node))
    .replaceAll(INLINE_TAG, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/[\u2066-\u2069]/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}
