/** Content of every file of a template by its path from the root of the template; bytes where it is no UTF-8. */
export type TemplateFiles = ReadonlyMap<string, string | Uint8Array>;
