import { expect } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../../lib/model/json.ts';
import type { ChartCase } from './charts.ts';
import { filesOf, renderOwn } from './render-own.ts';

export interface RenderedDocument {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // biome-ignore lint/suspicious/noExplicitAny: fields of any kind, which expectations read
  readonly spec: any;
}

/** What a chart renders to, document by document, with the file each belongs to; fails where it does not render. */
export async function documentsOf(
  each: Pick<ChartCase, 'chart' | 'release' | 'values'>,
): Promise<readonly { readonly file: string; readonly document: RenderedDocument }[]> {
  const rendered = await renderOwn(each);
  expect(rendered.diagnostics).toEqual([]);
  return Object.entries(filesOf(rendered)).flatMap(([file, text]) =>
    parseAllDocuments(text, { strict: true }).map((document) => {
      expect(document.errors).toEqual([]);
      return { file, document: document.toJS() as RenderedDocument };
    }),
  );
}

/** Values as a form hands them over: every scalar as a text, and an empty one as a pair of quotes. */
export function asTexts(values: JsonObject): JsonObject {
  const text = (value: Json | undefined): Json => {
    if (isJsonObject(value)) return asTexts(value);
    if (Array.isArray(value)) return value;
    return value === '' ? '""' : String(value ?? '');
  };
  return Object.fromEntries(
    // Values of the Helm chart go through as data; the chart behind it decides what they are.
    Object.entries(values).map(([name, value]) => [name, /[hH]elmValues$/.test(name) ? (value ?? null) : text(value)]),
  );
}

/** Paths of the leaves of values, with dots. */
export function pathsOf(values: JsonObject, above = ''): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    isJsonObject(value) ? pathsOf(value, `${above}${name}.`) : [`${above}${name}`],
  );
}

/** Values without the one at a path. */
export function without(values: JsonObject, [first = '', ...rest]: readonly string[]): JsonObject {
  const { [first]: value, ...others } = values;
  return rest.length > 0 && isJsonObject(value) ? { ...others, [first]: without(value, rest) } : others;
}
