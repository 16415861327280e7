import type { SourcePosition } from '../diagnostics/diagnostic.ts';
import { placeOf } from '../model/origin.ts';
import type { PlatformModel } from '../model/platform-model.ts';
import { PLACE_VALUES } from '../synth/compile/deployment-values.ts';
import { platformValueOfName, platformValueOfToken } from '../templates/contract/platform-values.ts';
import type { TemplateLibrary } from '../templates/library/template-library.ts';
import { givenInputs } from './unused-inputs.ts';

/** Who decided the value of an input that a line reads. Field names are those of the JSON. */
export interface InputOrigin {
  /** As in `inputs`. */
  readonly input: string;
  /** `program`: it is given there. `platform`: supplied from the model. `template`: its default, at `source`. */
  readonly by: 'program' | 'platform' | 'template';
  readonly source?: SourcePosition;
}

/** Says of what a line reads who decided it; what nobody can tell, such as values of a release, is left out. */
export function inputOrigins(
  model: PlatformModel,
  library: TemplateLibrary,
  address: string,
  inputs: readonly string[],
): readonly InputOrigin[] {
  const given = givenInputs(model).find(({ resource }) => resource.origin.address === address);
  const template = given?.source && library.get(given.source);
  if (given === undefined || template === undefined) return [];
  const { source: program } = placeOf(given.resource.origin);
  const { inputs: declared, plain } = template.contract;
  return inputs.flatMap((input): InputOrigin[] => {
    const names = declared.find(({ path, token }) => token === input || path.join('.') === input);
    const [first = ''] = names?.path ?? input.split('.');
    if (first in given.values || input in given.values)
      return [{ input, by: 'program', ...(program && { source: program }) }];
    const isSupplied = input.startsWith('<')
      ? platformValueOfToken(input)
      : (platformValueOfName(first) ?? PLACE_VALUES.has(first));
    if (isSupplied !== undefined && isSupplied !== false) return [{ input, by: 'platform' }];
    const source =
      names?.value?.position ?? names?.position ?? plain.find(({ path }) => path.join('.') === input)?.position;
    return source === undefined ? [] : [{ input, by: 'template', source }];
  });
}
