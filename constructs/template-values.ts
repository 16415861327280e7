import type { InputValues } from '../lib/model/declarations/cluster.ts';
import type { TemplateBinding } from '../lib/model/template.ts';

/** Values for a template: by name, or an instance of a class that `kcdk import template` made. */
export type TemplateValues = InputValues | TemplateBinding<object>;

/** The values as a declaration carries them. */
export function toInputValues(values: TemplateValues | undefined): InputValues {
  if (values === undefined) return {};
  return isBinding(values) ? (values.values as InputValues) : values;
}

// --- internal ---

/** A template that asks for `template` and `values` gets a text or a mapping, and never a reference to a template. */
function isBinding(values: TemplateValues): values is TemplateBinding<object> {
  const { template, values: inner } = values as Partial<TemplateBinding<object>>;
  return typeof template === 'object' && 'source' in template && 'format' in template && typeof inner === 'object';
}
