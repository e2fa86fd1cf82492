/** An entry of `overrides` in biome.json. */
export interface Override {
  includes: string[];
  linter: { rules: object };
}
