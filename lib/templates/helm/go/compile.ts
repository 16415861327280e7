import type { BranchNode, Definition, Node } from './ast.ts';
import { compilePipe, located } from './compile-pipe.ts';
import { compileRange } from './compile-range.ts';
import type { FunctionTable } from './function.ts';
import { printValue } from './print.ts';
import { type CompiledTemplate, FunctionFailure, type Runtime } from './runtime.ts';
import { Scope } from './scope.ts';
import type { Place, SourceFile } from './source-file.ts';
import type { Step } from './step.ts';
import { openTextOf, seen } from './trace.ts';
import { isTrue } from './truth.ts';
import type { Value } from './values.ts';

/** Compiles a definition to closures; functions are bound, variables have slots. */
export function compileDefinition(
  definition: Definition,
  file: SourceFile,
  functions: FunctionTable,
): CompiledTemplate {
  let compiled: { step: Step; slots: number } | undefined;
  return {
    name: definition.name,
    file,
    run: (runtime, dot) => {
      if (compiled === undefined) {
        const scope = new Scope(file, functions);
        compiled = { step: compileList(definition.body, scope), slots: scope.slots };
      }
      const variables = new Array<Value>(compiled.slots);
      variables[0] = dot;
      compiled.step(runtime, dot, variables);
    },
  };
}

/** Compiles a list of nodes. */
export function compileList(nodes: readonly Node[], scope: Scope): Step {
  const steps = nodes.map((node) => compileNode(node, scope));
  const [only] = steps;
  // One frame less on the stack for each level of recursion.
  if (steps.length === 1 && only !== undefined) return only;
  return (runtime, dot, variables) => {
    for (const step of steps) {
      const outcome = step(runtime, dot, variables);
      if (outcome !== 'done') return outcome;
    }
    return 'done';
  };
}

// --- internal ---

function compileNode(node: Node, scope: Scope): Step {
  switch (node.type) {
    case 'text': {
      const place = { file: scope.file, pos: node.pos, end: node.pos, flows: true };
      return (runtime) => {
        try {
          runtime.spend(1);
          runtime.write(node.text, place);
        } catch (cause) {
          located(runtime, place, cause);
        }
        return 'done';
      };
    }
    case 'action': {
      const place = { file: scope.file, pos: node.pipe.pos, end: node.pipe.end, flows: false };
      const value = compilePipe(node.pipe, scope);
      const prints = node.pipe.variables.length === 0;
      return (runtime, dot, variables) => {
        const result = value(runtime, dot, variables);
        try {
          runtime.spend(1);
          if (prints) runtime.write(typeof result === 'string' ? result : shown(result, runtime), place);
        } catch (cause) {
          located(runtime, place, cause);
        }
        return 'done';
      };
    }
    case 'if':
    case 'with':
      return compileBranch(node, scope);
    case 'range':
      return compileRange(node, scope, compileList);
    case 'break':
    case 'continue':
      return () => node.type;
    case 'template':
      return compileTemplateAction(node, scope);
  }
}

/** What an action writes for a value. */
function shown(value: Value, runtime: Runtime): string {
  return openTextOf(value)?.shown ?? printValue(seen(value), runtime);
}

function compileBranch(node: BranchNode, scope: Scope): Step {
  return scope.block(() => {
    const value = compilePipe(node.pipe, scope);
    const body = scope.block(() => compileList(node.body, scope));
    const elseBody = node.elseBody === undefined ? undefined : compileList(node.elseBody, scope);
    const moves = node.type === 'with';
    return (runtime, dot, variables) => {
      const result = value(runtime, dot, variables);
      if (isTrue(result)) return body(runtime, moves ? result : dot, variables);
      return elseBody === undefined ? 'done' : elseBody(runtime, dot, variables);
    };
  });
}

function compileTemplateAction(node: Extract<Node, { type: 'template' }>, scope: Scope): Step {
  const end = node.pipe?.end ?? node.pos + 'template'.length;
  const place: Place = { file: scope.file, pos: node.pos, end, flows: false };
  const value = node.pipe === undefined ? undefined : compilePipe(node.pipe, scope);
  return (runtime, dot, variables) => {
    try {
      const template = runtime.templates.get(node.name);
      if (template === undefined) {
        throw new FunctionFailure(`template "${node.name}" not defined`, 'TEMPLATE_NOT_DEFINED');
      }
      runtime.run(template, value?.(runtime, dot, variables), place);
    } catch (cause) {
      located(runtime, place, cause);
    }
    return 'done';
  };
}
