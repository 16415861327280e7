import type { InputValue } from '../model/declarations/cluster.ts';
import type { NameAndNamespace } from '../model/identity.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Reference } from '../model/reference.ts';
import { SecretRef } from '../model/secret-ref.ts';
import type { RecordFinding } from './record-finding.ts';

/**
 * The fields of a record, read with what the schema may have refused in mind: what has the wrong type is as if it were
 * not there, since it is reported already. Notes the fields from before 0.5 that it meets.
 */
export class RecordFields {
  readonly name: string;
  /** Where the record is; `default` is Global. */
  readonly namespace: string;
  private readonly fields: JsonObject;
  private readonly path: readonly string[];
  private readonly findings: RecordFinding[];

  /**
   * @param path where the fields are, from the root of the record
   * @param findings gets what is noted
   */
  constructor(id: NameAndNamespace, fields: JsonObject, path: readonly string[], findings: RecordFinding[]) {
    this.name = id.name;
    this.namespace = id.namespace;
    this.fields = fields;
    this.path = path;
    this.findings = findings;
  }

  /** The fields of a mapping inside of these; none when there is no such mapping. */
  below(field: string): RecordFields {
    const value = this.fields[field];
    return new RecordFields(this, isJsonObject(value) ? value : {}, [...this.path, field], this.findings);
  }

  /** The fields of each mapping in a list. */
  members(field: string): readonly RecordFields[] {
    return (this.list(field) ?? []).flatMap((item, index) =>
      isJsonObject(item) ? [new RecordFields(this, item, [...this.path, field, String(index)], this.findings)] : [],
    );
  }

  has(field: string): boolean {
    return this.fields[field] !== undefined;
  }

  text(field: string): string | undefined {
    const value = this.fields[field];
    return typeof value === 'string' ? value : undefined;
  }

  number(field: string): number | undefined {
    const value = this.fields[field];
    return typeof value === 'number' ? value : undefined;
  }

  flag(field: string): boolean | undefined {
    const value = this.fields[field];
    return typeof value === 'boolean' ? value : undefined;
  }

  /** A mapping as it is; empty when there is none. */
  data(field: string): JsonObject {
    const value = this.fields[field];
    return isJsonObject(value) ? value : {};
  }

  /** One of a closed set of words. */
  word<Word extends string>(field: string, words: readonly Word[]): Word | undefined {
    const value = this.fields[field];
    return words.find((word) => word === value);
  }

  /** The items of a list; undefined when there is none. */
  list(field: string): readonly Json[] | undefined {
    const value = this.fields[field];
    return Array.isArray(value) ? value : undefined;
  }

  /** The texts of a list; undefined when there is no list. */
  texts(field: string): readonly string[] | undefined {
    return this.list(field)?.filter((item) => typeof item === 'string');
  }

  /** A secret as `record-spec.ts` writes it; undefined when there is none. */
  secret(field: string): SecretRef | undefined {
    return toSecret(this.fields[field]);
  }

  /** Values by name, with the secrets among them. */
  values(field: string): Readonly<Record<string, InputValue>> {
    const value = this.fields[field];
    if (!isJsonObject(value)) return {};
    const entries: [string, InputValue][] = [];
    for (const [name, item] of Object.entries(value)) {
      if (item !== undefined) entries.push([name, toSecret(item) ?? item]);
    }
    return Object.fromEntries(entries);
  }

  /** A resource of the same organization, which is written by name alone. */
  own(field: string): Reference | undefined {
    const name = this.text(field);
    return name === undefined ? undefined : { name, namespaces: [this.namespace] };
  }

  /** A resource in two fields, `<field>_name` and `<field>_namespace`; a bare name, noted, where the second is not there. */
  pair(field: string): Reference | undefined {
    const name = this.text(`${field}_name`);
    if (name === undefined) return undefined;
    const namespace = this.text(`${field}_namespace`);
    if (namespace !== undefined) return { name, namespaces: [namespace] };
    if (!this.has(`${field}_namespace`)) {
      this.noteLegacy([`${field}_name`], `\`${field}_name\` has no namespace`, `Add \`${field}_namespace\`.`);
    }
    return { name, namespaces: undefined };
  }

  /** References as pairs of name and namespace; undefined when there is no list, or none in it that can be read. */
  references(field: string): readonly Reference[] | undefined {
    const items = this.list(field);
    const references = items?.flatMap((item): Reference[] => {
      if (typeof item === 'string') return [{ name: item, namespaces: undefined }];
      if (!isJsonObject(item) || typeof item['name'] !== 'string') return [];
      const { name, namespace } = item;
      return [{ name, namespaces: typeof namespace === 'string' ? [namespace] : undefined }];
    });
    return references?.length === 0 && items?.length !== 0 ? undefined : references;
  }

  /** What `env` says, else, before 0.5, the bare names in `environments`; undefined when neither is there. */
  environments(): readonly Reference[] | undefined {
    if (this.has('environments')) {
      const detail = this.has('env') ? 'It is ignored, since `env` is there.' : undefined;
      this.noteLegacy(
        ['environments'],
        '`environments` is a list of names without namespaces',
        'Write `env`, a list of `{ name, namespace }`.',
        detail,
      );
    }
    return this.has('env') ? this.references('env') : this.references('environments');
  }

  /** Notes a field from before 0.5. */
  noteLegacy(path: readonly string[], summary: string, fix: string, detail?: string): void {
    const details = { summary, fix, ...(detail !== undefined && { detail }) };
    this.findings.push({
      code: 'LEGACY_FIELD',
      severity: 'warning',
      path: [...this.path, ...path],
      part: 'key',
      details,
    });
  }
}

// --- internal ---

/** Exactly what a written secret looks like; anything else is data. */
function toSecret(value: Json | undefined): SecretRef | undefined {
  if (!isJsonObject(value) || !isJsonObject(value['secretRef']) || Object.keys(value).length !== 1) return undefined;
  const { store, path, property, ...others } = value['secretRef'];
  if (typeof path !== 'string' || Object.keys(others).length > 0) return undefined;
  if (store === 'vault' && property === undefined) return SecretRef.vault(path);
  if (store === 'cluster' && typeof property === 'string') return SecretRef.store(path, property);
  return undefined;
}
