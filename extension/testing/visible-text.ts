import type { ComponentChildren, VNode } from 'preact';

const INLINE = ['a', 'b', 'bdi', 'button', 'em', 'small', 'span'];

/**
 * What somebody would read of a piece of page, a line for each block. Its components are called, not drawn, so it may hold no
 * hooks. For tests in plain Node.
 */
export function read(node: ComponentChildren): string {
  return linesOf(node)
    .replaceAll(/[\u2066-\u2069]/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

function linesOf(node: ComponentChildren): string {
  if (Array.isArray(node)) return node.map(linesOf).join('');
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (typeof node !== 'object') return String(node);
  const { type, props } = node as VNode<{ children?: ComponentChildren }>;
  if (typeof type === 'function') return linesOf((type as (given: typeof props) => ComponentChildren)(props));
  const inner = linesOf(props.children);
  return INLINE.includes(type) ? inner : `\n${inner}\n`;
}
