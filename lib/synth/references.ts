import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/near-matches.ts';
import { GLOBAL_NAMESPACE, labelWithScope, scopeLabel } from '../model/identity.ts';
import { type Origin, placeOf } from '../model/origin.ts';
import { type Reference, visibleNamespaces } from '../model/reference.ts';

/** A record that may be referred to. */
export interface Target {
  readonly name: string;
  readonly namespace: string;
  readonly origin: Origin;
}

/** Who refers: for messages, and for what it can see. */
export interface Referrer {
  /** As a sentence names it, for example ``Cluster `lon1` ``. */
  readonly label: string;
  /** Where it looks from; `default` sees only what is Global. */
  readonly namespace: string;
  readonly origin: Origin;
}

export interface ResolveOptions {
  /** The resource as a sentence names it, for example `environment`. */
  readonly what: string;
  /** Namespaces that are visible. @default - those of the referrer and Global */
  readonly visible?: ((namespace: string) => boolean) | undefined;
}

/** Finds the records of one kind by reference. The first of two records of one identity counts. */
export class ReferenceIndex<Record extends Target> {
  private readonly byName = new Map<string, Map<string, Record>>();

  constructor(records: readonly Record[]) {
    for (const record of records) {
      const namesakes = this.byName.get(record.name);
      if (namesakes === undefined) this.byName.set(record.name, new Map([[record.namespace, record]]));
      else if (!namesakes.has(record.namespace)) namesakes.set(record.namespace, record);
    }
  }

  /**
   * The record that is meant, or undefined with a diagnostic.
   *
   * A bare name is resolved only when a single visible record has it: the platform has no order of precedence.
   */
  resolve(
    reference: Reference,
    referrer: Referrer,
    diagnostics: Diagnostic[],
    options: ResolveOptions,
  ): Record | undefined {
    const visible = options.visible ?? visibleFrom(referrer.namespace);
    const namesakes = [...(this.byName.get(reference.name)?.values() ?? [])];
    const meant = namesakes.filter(({ namespace }) => reference.namespaces?.includes(namespace) ?? true);
    const seen = meant.filter(({ namespace }) => visible(namespace));
    const [record, ...others] = seen;
    if (record !== undefined && others.length === 0) return record;
    const label = labelOf(reference);
    const because = (why: string) => ({
      summary: `${referrer.label} refers to ${options.what} ${label}, ${why}`,
      ...placeOf(referrer.origin),
    });
    const related = (places: readonly Target[]) =>
      places.map((each) => ({ message: `${labelWithScope(each)} is declared here`, ...placeOf(each.origin) }));
    if (record !== undefined) {
      const names = seen.map((each) => `\`${labelWithScope(each)}\``).join(' and ');
      const fix = `Add the namespace: ${seen.map(({ namespace }) => `\`${namespace}\``).join(' or ')}.`;
      diagnostics.push(error('REFERENCE_AMBIGUOUS', { ...because(`which is ${names}`), fix, related: related(seen) }));
    } else if (meant.length > 0) {
      const looksFrom = referrer.namespace === GLOBAL_NAMESPACE ? 'Global' : `\`${referrer.namespace}\``;
      const scopes = meant.map(({ namespace }) => `\`${scopeLabel(namespace)}\``).join(' and ');
      diagnostics.push(
        error('REFERENCE_NOT_VISIBLE', {
          ...because(`which belongs to ${scopes} and cannot be seen from ${looksFrom}`),
          related: related(meant),
        }),
      );
    } else {
      diagnostics.push(
        error('REFERENCE_UNKNOWN', {
          ...because('which is not declared'),
          fix: didYouMean(label, this.labels(visible, reference.namespaces === undefined)),
        }),
      );
    }
    return undefined;
  }

  /** Resolves a list; what is named twice is reported and kept once. */
  resolveAll(
    references: readonly Reference[],
    referrer: Referrer,
    diagnostics: Diagnostic[],
    options: ResolveOptions,
  ): readonly Record[] {
    const found = new Set<Record>();
    for (const reference of references) {
      const record = this.resolve(reference, referrer, diagnostics, options);
      if (record === undefined) continue;
      if (found.has(record)) {
        const summary = `${referrer.label} refers to ${options.what} ${labelWithScope(record)} twice`;
        diagnostics.push(error('REFERENCE_TWICE', { summary, ...placeOf(referrer.origin) }));
      }
      found.add(record);
    }
    return [...found];
  }

  private labels(visible: (namespace: string) => boolean, bare: boolean): readonly string[] {
    const labels: string[] = [];
    for (const namesakes of this.byName.values()) {
      for (const record of namesakes.values()) {
        if (visible(record.namespace)) labels.push(bare ? record.name : labelWithScope(record));
      }
    }
    return labels;
  }
}

/** What somebody in the namespace sees: its own and Global. */
export function visibleFrom(namespace: string): (other: string) => boolean {
  const namespaces = visibleNamespaces(namespace);
  return (other) => namespaces.includes(other);
}

// --- internal ---

function labelOf({ name, namespaces }: Reference): string {
  if (namespaces === undefined) return name;
  return namespaces.length === 1 && namespaces[0] !== undefined
    ? labelWithScope({ name, namespace: namespaces[0] })
    : `${name} (${namespaces.map(scopeLabel).join(', ')})`;
}
