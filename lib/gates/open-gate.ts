/** One thing that a gate still waits for. Texts come from clusters: a view has to make them harmless. */
export interface Remaining {
  /** For example `Application argocd/lon1-dev-dev`. */
  readonly subject: string;
  /** Why it is still so: finalizers, conditions, since when it is being deleted. */
  readonly reasons: readonly string[];
  /** A command that shows more or unblocks it. */
  readonly fix?: string | undefined;
}

/** What one look found. `unreachable`: nothing can be said, and it is tried again. */
export type Observation =
  | { readonly status: 'passed' }
  | { readonly status: 'waiting'; readonly remaining: readonly Remaining[] }
  | { readonly status: 'unreachable'; readonly reason: string };

/**
 * A gate that can be looked at: the port that every kind of gate implements.
 *
 * `observe` yields what it finds, first at once and then on every change, and goes on until it is left or the signal
 * aborts. It throws `KcdkError` where looking again cannot help: access refused, the wrong cluster, no configuration.
 */
export interface OpenGate {
  observe(signal: AbortSignal): AsyncIterable<Observation>;
}
