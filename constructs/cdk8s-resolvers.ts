/** The part of a cdk8s `ResolutionContext` that a resolver uses. */
export interface Cdk8sResolutionContext {
  readonly value: unknown;
  replaceValue(newValue: unknown): void;
}

/** A resolver as cdk8s defines it (`IResolver`). */
export interface Cdk8sResolver {
  resolve(context: Cdk8sResolutionContext): void;
}

/**
 * The three standard resolvers of cdk8s, recognising values by their shape.
 *
 * Those of the cdk8s package compare classes, and importing them costs more than a small plan; ours work with any
 * copy of cdk8s a program may load, and with none.
 *
 * @see https://github.com/cdk8s-team/cdk8s-core/blob/2.x/src/resolve.ts
 */
export const CDK8S_RESOLVERS: readonly Cdk8sResolver[] = [
  {
    resolve(context) {
      if (isLazy(context.value)) context.replaceValue(context.value.produce());
    },
  },
  {
    resolve(context) {
      const { value } = context;
      if (isRecord(value) && typeof value['resolve'] === 'function') context.replaceValue(value['resolve']());
    },
  },
  {
    resolve(context) {
      const { value } = context;
      if (!isRecord(value) || value.constructor === Object || Array.isArray(value)) return;
      const inner = value['value'];
      if (typeof inner === 'number' || typeof inner === 'string') context.replaceValue({ value: inner });
    },
  },
];

// --- internal ---

const JSII_TYPE = Symbol.for('jsii.rtti');

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isLazy(value: unknown): value is { produce(): unknown } {
  if (!isRecord(value) || typeof value['produce'] !== 'function') return false;
  const type = (value.constructor as { [JSII_TYPE]?: { fqn?: string } })[JSII_TYPE];
  return type?.fqn === 'cdk8s.Lazy';
}
