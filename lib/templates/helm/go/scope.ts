import type { FunctionTable } from './function.ts';
import type { SourceFile } from './source-file.ts';

/**
 * The variables of a template while it is compiled: each declaration gets a slot of its own.
 *
 * Slots can be fixed before anything runs, because a declaration is seen exactly by the actions that follow it within
 * its block.
 */
export class Scope {
  readonly file: SourceFile;
  readonly functions: FunctionTable;
  readonly #names: { readonly name: string; readonly slot: number }[] = [{ name: '$', slot: 0 }];
  #slots = 1;

  constructor(file: SourceFile, functions: FunctionTable) {
    this.file = file;
    this.functions = functions;
  }

  /** How many slots a run of the template needs. */
  get slots(): number {
    return this.#slots;
  }

  declare(name: string): number {
    const slot = this.#slots++;
    this.#names.push({ name, slot });
    return slot;
  }

  find(name: string): number | undefined {
    return this.#names.findLast((entry) => entry.name === name)?.slot;
  }

  /** Compiles a block, whose declarations end with it. */
  block<T>(compile: () => T): T {
    const mark = this.#names.length;
    const result = compile();
    this.#names.length = mark;
    return result;
  }
}
