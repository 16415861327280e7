import { KcdkError } from '../../lib/diagnostics/error.ts';
import { DEFAULT_BOUNDS } from '../../lib/templates/helm/bounds.ts';
import { toValue } from '../../lib/templates/helm/functions/json.ts';
import { BUILTINS } from '../../lib/templates/helm/go/builtins.ts';
import { compileDefinition } from '../../lib/templates/helm/go/compile.ts';
import { parseTemplate } from '../../lib/templates/helm/go/parser.ts';
import { type CompiledTemplate, Runtime } from '../../lib/templates/helm/go/runtime.ts';
import { SourceFile } from '../../lib/templates/helm/go/source-file.ts';
import { ParseFailure } from '../../lib/templates/helm/go/token.ts';
import type { GoOutcome } from './go-engine.ts';

/** Runs a template with nothing but Go's own functions, a missing key being an error, and `range` over integers allowed. */
export function runCore(text: string, data: unknown): GoOutcome {
  const file = new SourceFile('tpl', text);
  const templates = new Map<string, CompiledTemplate>();
  try {
    for (const definition of parseTemplate('tpl', text, (name) => Object.hasOwn(BUILTINS, name))) {
      templates.set(definition.name, compileDefinition(definition, file, BUILTINS));
    }
    const runtime = new Runtime(templates, DEFAULT_BOUNDS, { missingKey: 'error', rangeOverInt: true });
    const own = templates.get('tpl');
    if (own !== undefined) runtime.run(own, toValue(data), undefined);
    return { output: runtime.output.text };
  } catch (cause) {
    if (cause instanceof ParseFailure) return { failure: cause.reason };
    if (KcdkError.is(cause)) return { failure: cause.diagnostics[0]?.detail ?? cause.code };
    throw cause;
  }
}
