/** The fields of `T`; one that may be undefined is optional, and present only with a value. */
export type DefinedOnly<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** A copy without the fields that are undefined: `exactOptionalPropertyTypes` tells a missing field from an undefined one. */
export function definedOnly<T extends object>(fields: T): DefinedOnly<T> {
  const defined = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as DefinedOnly<T>;
}
