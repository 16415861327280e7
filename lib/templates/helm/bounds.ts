/**
 * What a chart may use while it renders. A template is data from others: without bounds it could run forever or fill the
 * memory.
 */
export interface RenderBounds {
  /** Actions carried out and values visited, over the whole chart. @default 5,000,000 */
  readonly steps: number;
  /**
   * Depth of templates including each other, and of nested values. Helm stops at 1,000; the stack of JavaScript holds less.
   *
   * @default 400
   */
  readonly depth: number;
  /** UTF-16 units of text made by templates and by their functions. @default 64 Mi */
  readonly output: number;
  /** Nodes that aliases of one YAML document may expand to. @default 1,000,000 */
  readonly aliasNodes: number;
  /** Program size times text length that one regular expression may cost. @default 200,000,000 */
  readonly regex: number;
}

export const DEFAULT_BOUNDS: RenderBounds = {
  steps: 5_000_000,
  depth: 400,
  output: 64 * 1024 * 1024,
  aliasNodes: 1_000_000,
  regex: 200_000_000,
};
