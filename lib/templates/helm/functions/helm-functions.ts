import { BUILTINS } from '../go/builtins.ts';
import type { FunctionTable } from '../go/function.ts';
import { CRYPTO_FUNCTIONS } from './crypto.ts';
import { DATE_FUNCTIONS } from './dates.ts';
import { DICT_FUNCTIONS } from './dicts.ts';
import { ENCODING_FUNCTIONS } from './encoding.ts';
import { FLOW_FUNCTIONS } from './flow.ts';
import { LIST_FUNCTIONS } from './lists.ts';
import { MATH_FUNCTIONS } from './math.ts';
import { PATH_FUNCTIONS } from './paths.ts';
import { REGEX_FUNCTIONS } from './regex.ts';
import { SEMVER_FUNCTIONS } from './semver.ts';
import { STRING_FUNCTIONS } from './strings.ts';
import { REFUSED_FUNCTIONS, type TplCompiler, templateFunctions } from './template.ts';
import { TOML_FUNCTIONS } from './toml.ts';
import { URL_FUNCTIONS } from './urls.ts';

/** Every function that a Helm chart can call: Go's, Sprig's and Helm's own, a later one replacing an earlier. */
export function helmFunctions(compileTpl: TplCompiler): FunctionTable {
  return {
    ...BUILTINS,
    ...STRING_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...DICT_FUNCTIONS,
    ...MATH_FUNCTIONS,
    ...FLOW_FUNCTIONS,
    ...PATH_FUNCTIONS,
    ...URL_FUNCTIONS,
    ...REGEX_FUNCTIONS,
    ...SEMVER_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...CRYPTO_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...TOML_FUNCTIONS,
    ...REFUSED_FUNCTIONS,
    ...templateFunctions(compileTpl),
  };
}
