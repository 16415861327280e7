import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { findAnnotationBlocks } from './annotation-blocks.ts';
import { attachBlocks } from './attach-blocks.ts';
import { checkDefault } from './check-default.ts';
import { checkSecret, checkSecretPaths } from './check-secret.ts';
import { readClusterType } from './cluster-type.ts';
import type { Contract, PlainValue, TemplateInput } from './contract.ts';
import { declareInput } from './declare-input.ts';
import { pathOf, readValuesDocument, type ValuesKey } from './values-document.ts';

/** A contract, and everything that was found in the file. */
export interface ParsedContract {
  readonly contract: Contract;
  /** In the order of the file. Errors make the contract incomplete; warnings do not. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the contract of a Helm chart from its `values.yaml`.
 *
 * Total and pure: every text gives a contract, and every position is inside the text.
 *
 * @param file  the name to show
 * @see Konstruct documentation, "Catalog items" and "Cluster templates", on `@input` annotations
 */
export function parseValuesContract(source: string, file: string): ParsedContract {
  const text = source.replace(/^\ufeff/, '');
  const document = readValuesDocument(text, file);
  const { lines } = document;
  const found = findAnnotationBlocks(text, lines);
  const readable = document.diagnostics.length === 0 || document.keys.length > 0;
  const attached = readable ? attachBlocks(found.blocks, document) : { annotated: [], diagnostics: [] };
  const diagnostics: Diagnostic[] = [...document.diagnostics, ...found.diagnostics, ...attached.diagnostics];
  const inputs: TemplateInput[] = [];
  for (const each of attached.annotated) {
    const declared = declareInput(each, lines);
    inputs.push(declared.input);
    diagnostics.push(...declared.diagnostics, ...checkDefault(declared.input), ...checkSecret(declared.input));
  }
  diagnostics.push(...checkSecretPaths(inputs));
  const annotated = new Set(attached.annotated.map(({ key }) => key));
  const typeKey = document.keys.find(({ name, parent }) => name === 'clusterType' && parent === undefined);
  const cluster =
    typeKey === undefined || annotated.has(typeKey)
      ? { clusterType: undefined, diagnostics: [] }
      : readClusterType(typeKey.value.text, typeKey.value.position);
  diagnostics.push(...cluster.diagnostics);
  const plain = document.keys.filter((key) => isPlainLeaf(key, annotated)).map((key) => toPlain(key, lines));
  const contract: Contract = { format: 'helm', file, clusterType: cluster.clusterType, inputs, plain };
  return { contract, diagnostics: diagnostics.sort(byPlace) };
}

/** From top to bottom. */
export function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.source?.line ?? 0) - (b.source?.line ?? 0) || (a.source?.column ?? 0) - (b.source?.column ?? 0);
}

// --- internal ---

function isPlainLeaf(key: ValuesKey, annotated: ReadonlySet<ValuesKey>): boolean {
  return !key.inList && !key.hasKeys && !annotated.has(key);
}

function toPlain(key: ValuesKey, lines: { positionAt(offset: number): PlainValue['position'] }): PlainValue {
  return { path: pathOf(key), position: lines.positionAt(key.offset) };
}
