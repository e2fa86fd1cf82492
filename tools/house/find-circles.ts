/** Groups of nodes that reach each other: Tarjan's strongly connected components of more than one node. */
export function findCircles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const search: Search = { edges, order: new Map(), lowest: new Map(), stack: [], circles: [] };
  for (const node of edges.keys()) if (!search.order.has(node)) visitNode(node, search);
  return search.circles.map((circle) => circle.sort()).sort((a, b) => (a.join() < b.join() ? -1 : 1));
}

interface Search {
  edges: ReadonlyMap<string, ReadonlySet<string>>;
  /** In which a node was met. */
  order: Map<string, number>;
  /** The earliest node that is reached from a node and still open. */
  lowest: Map<string, number>;
  /** Nodes that are still open. */
  stack: string[];
  circles: string[][];
}

function visitNode(node: string, search: Search): void {
  const { edges, order, lowest, stack } = search;
  const index = order.size;
  order.set(node, index);
  lowest.set(node, index);
  stack.push(node);
  for (const next of edges.get(node) ?? []) {
    if (!order.has(next)) visitNode(next, search);
    if (stack.includes(next)) lowest.set(node, Math.min(numberOf(node, lowest), numberOf(next, lowest)));
  }
  if (lowest.get(node) === index) closeGroup(node, search);
}

function closeGroup(node: string, { edges, stack, circles }: Search): void {
  const group = stack.splice(stack.indexOf(node));
  if (group.length > 1 || edges.get(node)?.has(node)) circles.push(group);
}

const numberOf = (node: string, numbers: Map<string, number>): number => numbers.get(node) ?? 0;
