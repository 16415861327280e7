/** Whether a branch was elsewhere than expected. */
export function isStale(cause: unknown): boolean {
  const { errors = [] } = cause as GraphqlFailure;
  return errors.some(({ type, message }) => type === 'STALE_DATA' || /expected branch to point to/i.test(message));
}

/** Whether the server is too old for what was asked. */
export function isUnknownField(cause: unknown): boolean {
  const { errors = [] } = cause as GraphqlFailure;
  return errors.some(({ extensions }) => extensions?.code === 'undefinedField');
}

/** As a refusal of the REST API looks: GraphQL refuses with a status of 200. */
export function graphqlFailure(cause: unknown): unknown {
  const { errors, headers } = cause as GraphqlFailure;
  const [first] = errors ?? [];
  if (first === undefined) return cause;
  const status = first.type === 'FORBIDDEN' ? 403 : first.type === 'NOT_FOUND' ? 410 : 422;
  return { status, message: errors?.map(({ message }) => message).join(' '), response: { headers: headers ?? {} } };
}

// --- internal ---

interface GraphqlFailure {
  readonly errors?: readonly {
    readonly type?: string;
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
  readonly headers?: Readonly<Record<string, string>>;
}
