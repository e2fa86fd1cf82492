/** Functions that run in a page: their text is sent there, so that they are typed and linted like other code. */

/** Has a place where functions can be run: a page, a window of Firefox. */
export interface ScriptEvaluator {
  /**
   * The result of the function in the page, as JSON carries it; a promise is awaited. The function sees its arguments,
   * which travel as JSON, and the globals of the page; nothing of its own file.
   */
  evaluate<Args extends unknown[], Result>(
    script: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>>;
}

/** Makes functions run where expressions can be evaluated. */
export const scriptEvaluator =
  (evaluateExpression: (expression: string) => Promise<unknown>): ScriptEvaluator['evaluate'] =>
  <Args extends unknown[], Result>(script: (...args: Args) => Result, ...args: Args) =>
    evaluateExpression(callExpression(script.toString(), args)) as Promise<Awaited<Result>>;

/** esbuild, inside tsx, wraps each named function into its helper `__name`. No page has it, so it is given one. */
function callExpression(functionText: string, args: readonly unknown[]): string {
  const values = args.map((value) => JSON.stringify(value) ?? 'undefined');
  return `((__name) => (${functionText})(${values.join(', ')}))((named) => named)`;
}
