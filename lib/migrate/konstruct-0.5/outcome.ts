import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { error } from '../../diagnostics/diagnostic.ts';
import type { Edit } from '../../edit/edit.ts';
import type { EditableFile } from '../../edit/editable-file.ts';
import type { FileTexts } from '../../edit/file-edits.ts';
import type { EditableNode, MapNode } from '../../edit/node.ts';
import type { ClusterTree } from '../cluster-trees.ts';
import type { RecordIndex } from './record-index.ts';

/** A document of a file. */
export interface YamlObject {
  readonly root: MapNode;
  readonly document: number;
  readonly file: EditableFile;
}

export interface Surroundings {
  readonly index: RecordIndex;
  readonly files: FileTexts;
  readonly tree: ClusterTree;
}

/** What a step makes of an object. */
export interface Outcome {
  readonly step: string;
  readonly part: string;
  readonly document: number;
  readonly era: 'legacy' | 'current' | 'unknown';
  readonly edits: readonly Edit[];
  /** New path of the file. */
  readonly moveTo?: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Undefined for an object that the step has nothing to do with. */
export type Step = (object: YamlObject, surroundings: Surroundings) => Outcome | undefined;

/** An error at a place of an object. */
export function refusedAt({ file }: YamlObject, code: DiagnosticCode, detail: string, node: EditableNode): Diagnostic {
  return error(code, { detail, source: file.lines.positionOf(node.start, file.path) });
}
