// biome-ignore lint/correctness/noNodejsModules: a hash is a pure function of its input
import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** `sha256:<hex>` of a text in UTF-8. */
export function digestText(text: string): string {
  return `sha256:${hash('sha256', text, 'hex')}`;
}

/** `sha256:<hex>` over an object without its own `digest` member; formatting and key order do not count. */
export function digestOf(value: object): string {
  return digestText(canonicalJson({ ...value, digest: undefined }));
}
