/** The tree of a template, as Go's `text/template/parse` builds it. `pos` is an offset in the file's text. */
export type Node =
  | { readonly type: 'text'; readonly pos: number; readonly text: string }
  | { readonly type: 'action'; readonly pos: number; readonly pipe: PipeNode }
  | BranchNode
  | { readonly type: 'break' | 'continue'; readonly pos: number }
  | {
      readonly type: 'template';
      readonly pos: number;
      readonly name: string;
      readonly pipe: PipeNode | undefined;
    };

export interface BranchNode {
  readonly type: 'if' | 'range' | 'with';
  readonly pos: number;
  readonly pipe: PipeNode;
  readonly body: readonly Node[];
  readonly elseBody: readonly Node[] | undefined;
}

export interface PipeNode {
  readonly type: 'pipe';
  readonly pos: number;
  /** Offset after the last character, for showing the expression. */
  readonly end: number;
  /** Names of the variables declared or assigned, with their `$`. */
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly CommandNode[];
}

export interface CommandNode {
  readonly pos: number;
  readonly args: readonly Operand[];
}

/** An operand; `end` is the offset after its last character. */
export type Operand = { readonly pos: number; readonly end: number } & (
  | { readonly type: 'dot' }
  | { readonly type: 'nil' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'number'; readonly number: NumberLiteral; readonly text: string }
  | { readonly type: 'field'; readonly path: readonly string[] }
  | { readonly type: 'variable'; readonly name: string; readonly path: readonly string[] }
  | { readonly type: 'chain'; readonly base: Operand; readonly path: readonly string[] }
  | { readonly type: 'identifier'; readonly name: string }
  | { readonly type: 'pipe'; readonly pipe: PipeNode }
);

/** What a number literal can be used as; at least one of both is set. */
export interface NumberLiteral {
  readonly int: bigint | undefined;
  readonly float: number | undefined;
  /** True where the literal stands for a `float64` when the context does not say. */
  readonly prefersFloat: boolean;
}

/** A named template: that of a file, or of a `define` or `block` in it. */
export interface Definition {
  readonly name: string;
  readonly pos: number;
  readonly body: readonly Node[];
}
