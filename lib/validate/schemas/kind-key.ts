/** What schemas are kept by: `apiVersion/kind`. */
export function kindKey({ apiVersion, kind }: { readonly apiVersion: unknown; readonly kind: unknown }): string {
  return `${String(apiVersion)}/${String(kind)}`;
}
