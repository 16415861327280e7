import type { Json } from '../../model/json.ts';

/**
 * Reads the documents of a YAML (or JSON) text as data, or undefined when it is not plainly YAML.
 *
 * Injected into the comparison, since a plan that changes no existing file needs no reader at all.
 */
export type ParseYaml = (text: string) => readonly Json[] | undefined;
