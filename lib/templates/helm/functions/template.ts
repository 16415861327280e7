import { type FunctionTable, fn, fnIn, type GoFunction, variadic, withOpen } from '../go/function.ts';
import { type CompiledTemplate, FunctionFailure, type Runtime } from '../go/runtime.ts';
import { openTextOf } from '../go/trace.ts';
import { asInterface, isNil, type Value } from '../go/values.ts';

/** Reads the text of a `tpl` call; gives what it defines, its own template under the name `tpl`. */
export type TplCompiler = (runtime: Runtime, text: string) => ReadonlyMap<string, CompiledTemplate>;

/** Helm's own functions. `lookup` finds nothing, as without a cluster; names of hosts are not resolved. */
export function templateFunctions(compileTpl: TplCompiler): FunctionTable {
  return {
    include: withOpen(fnIn(['string', 'any'], include), ([name, data], runtime) => {
      return typeof name === 'string' ? runtime.trace?.open(include(runtime, name, asInterface(data))) : undefined;
    }),
    tpl: fnIn(['string', 'any'], (runtime, text, data) => tpl(compileTpl, runtime, text, data)),
    required: withOpen(
      fn(['string', 'any'], (message, value) => {
        if (isNil(value) || value === '') throw new FunctionFailure(message, 'TEMPLATE_VALUE_REQUIRED');
        return value;
      }),
      ([message, value]) => (typeof message === 'string' && openTextOf(value) ? value : undefined),
    ),
    lookup: fn(['string', 'string', 'string', 'string'], () => new Map()),
    getHostByName: fn(['string'], () => ''),
  };
}

/** Functions whose result no two runs share, and why each is refused. */
export const UNREPRODUCIBLE: Readonly<Record<string, string>> = {
  ...named(['env', 'expandenv'], 'it reads the environment of the process'),
  ...named(['now', 'ago'], 'it reads the clock'),
  ...named(
    ['randAlphaNum', 'randAlpha', 'randAscii', 'randNumeric', 'randBytes', 'randInt', 'shuffle', 'uuidv4'],
    'its result is random',
  ),
  ...named(['bcrypt', 'htpasswd', 'encryptAES'], 'it salts its result at random'),
  ...named(
    ['genPrivateKey', 'genCA', 'genCAWithKey', 'genSelfSignedCert', 'genSelfSignedCertWithKey'],
    'it makes a new key or certificate each time',
  ),
  ...named(['genSignedCert', 'genSignedCertWithKey', 'buildCustomCert'], 'it makes or reads certificates of one run'),
};

/** The functions above, each failing with its reason when it is called. `env` and `expandenv` do not exist in Helm. */
export const REFUSED_FUNCTIONS: FunctionTable = Object.fromEntries(
  Object.entries(UNREPRODUCIBLE)
    .filter(([name]) => name !== 'env' && name !== 'expandenv')
    .map(([name, reason]) => [name, refusal(name, reason)]),
);

// --- internal ---

function include(runtime: Runtime, name: string, data: Value): string {
  const template = runtime.templates.get(name);
  if (template === undefined) {
    throw new FunctionFailure(`no template "${name}" associated with the chart`, 'TEMPLATE_NOT_DEFINED');
  }
  return runtime.capture(template, data ?? undefined);
}

function named(names: readonly string[], reason: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}

function refusal(name: string, reason: string): GoFunction {
  return variadic([], 'any', () => {
    throw new FunctionFailure(`\`${name}\` is refused: ${reason}`, 'TEMPLATE_NOT_REPRODUCIBLE');
  });
}

function tpl(compile: TplCompiler, runtime: Runtime, text: string, data: Value): string {
  if (!text.includes('{{')) return text.replaceAll('<no value>', '');
  const defined = compile(runtime, text);
  const own = defined.get('tpl');
  if (own === undefined) return '';
  const outer = runtime.templates;
  if (defined.size > 1) {
    const templates = new Map(outer);
    for (const [name, template] of defined) if (name !== 'tpl') templates.set(name, template);
    runtime.templates = templates;
  }
  const result = runtime.capture(own, data ?? undefined);
  runtime.templates = outer;
  runtime.included = undefined;
  return result.replaceAll('<no value>', '');
}
