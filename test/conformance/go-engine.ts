import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What the Go engine makes of a template: its output, or that it refuses it. */
export type GoOutcome = { readonly output: string } | { readonly failure: string };

/** The real text/template of Go, compiled to WebAssembly. Missing keys are errors there, and there are no added functions. */
export async function startGoEngine(): Promise<(template: string, data: unknown) => GoOutcome> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@evertdespiegeleer/go-template')), '.');
  await import(join(folder, 'wasm_exec.js'));
  const host = globalThis as unknown as {
    readonly WebAssembly: {
      instantiate(bytes: Uint8Array, imports: unknown): Promise<{ readonly instance: unknown }>;
    };
    readonly Go: new () => { readonly importObject: unknown; run(instance: unknown): unknown };
    readonly Render: (template: string, values: string) => string;
  };
  const go = new host.Go();
  const { instance } = await host.WebAssembly.instantiate(readFileSync(join(folder, 'main.wasm')), go.importObject);
  void go.run(instance);
  return (template, data) => {
    const result = host.Render(template, JSON.stringify(data));
    return /^Template (exec|parse) error:/.test(result) ? { failure: result } : { output: result };
  };
}
