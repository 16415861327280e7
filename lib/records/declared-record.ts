import type { Declared } from '../model/platform-model.ts';
import type { ParsedRecord } from './parse-records.ts';
import type { RecordDeclaration } from './record-reader.ts';

/** A record that was read, as a declaration that stands in a program. Apart from the reader, which loads a parser. */
export function declaredRecord({ declaration, address, position, faulty }: ParsedRecord): Declared<RecordDeclaration> {
  return { ...declaration, origin: { address, position: () => position }, comment: [], ...(faulty && { faulty }) };
}
