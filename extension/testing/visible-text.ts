import type { ComponentChildren, VNode } from 'preact';

const INLINE_TAGS = ['a', 'b', 'bdi', 'button', 'em', 'small', 'span'];

/**
 * The text that a person would read, a line for each block. Components are called, not rendered, so they may use no hooks.
 * For tests in plain Node.
 */
export function visibleText(node: ComponentChildren): string {
  return renderLines(node)
    .replaceAll(/[\u2066-\u2069]/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

function renderLines(node: ComponentChildren): string {
  if (Array.isArray(node)) return node.map(renderLines).join('');
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (typeof node !== 'object') return String(node);
  const { type, props } = node as VNode<{ children?: ComponentChildren }>;
  if (typeof type === 'function')
    return renderLines((type as (given: typeof props) => ComponentChildren)(props));
  const inner = renderLines(props.children);
  return INLINE_TAGS.includes(type) ? inner : `\n${inner}\n`;
}
