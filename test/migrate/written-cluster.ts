import { readYaml } from '../../lib/edit/read-yaml.ts';
import { valueOfNode } from '../../lib/edit/value-of-node.ts';
import { type Hand, writeByHand } from '../edit/generate/hand.ts';
import { seeded } from '../edit/generate/random.ts';
import { clusterModel, type Form, type ModelEra, type ModelPart, namesOf } from './cluster-model.ts';

/** A hand that writes without any clutter. */
export const CLEAN: Omit<Hand, 'mode'> = {
  step: 2,
  listOffset: 2,
  quotes: 'double',
  newline: '\n',
  bom: false,
  finalNewline: true,
  clutter: 0,
};

export interface Written {
  readonly form: Form;
  readonly folder: string;
  readonly eraOf: (part: ModelPart) => ModelEra;
  readonly hand: Omit<Hand, 'mode'>;
  readonly seed: number;
}

/** The files of a management cluster, written by some hand. The Application F is not among them. */
export function writtenCluster({ form, folder, eraOf, hand, seed }: Written): Map<string, string> {
  const names = namesOf(form, folder.split('/').at(-1));
  const mode = ({ token: 'token', hydrated: 'plain', chart: 'helm' } as const)[form];
  const random = seeded(seed);
  const files = new Map<string, string>();
  for (const [path, documents] of Object.entries(clusterModel(names, eraOf))) {
    const text = documents.map((document) => writeByHand(document, { ...hand, mode }, random)).join('---\n');
    const ended = hand.finalNewline ? text : text.replace(/\n+$/, '');
    files.set(`${folder}/${path}`, (hand.bom ? '\uFEFF' : '') + ended.replaceAll('\n', hand.newline));
  }
  return files;
}

/** The documents of a file as data. */
export function dataOfFile(text: string): readonly unknown[] {
  const file = readYaml(text);
  if (file.problems.length > 0) throw new Error(JSON.stringify(file.problems));
  return file.documents.map(({ root }) => valueOfNode(root));
}

/** What the files of a folder have to say once everything is migrated, F aside. */
export function targetOf(form: Form, folder: string): Readonly<Record<string, unknown>> {
  const model = clusterModel(namesOf(form, folder.split('/').at(-1)), () => 'github-app');
  return Object.fromEntries(Object.entries(model).map(([path, documents]) => [`${folder}/${path}`, documents]));
}

/** What the files of a folder say before anything is migrated. */
export function sourceOf(form: Form, folder: string): Readonly<Record<string, unknown>> {
  const model = clusterModel(namesOf(form, folder.split('/').at(-1)), () => 'pat');
  return Object.fromEntries(Object.entries(model).map(([path, documents]) => [`${folder}/${path}`, documents]));
}
