import type { DiagnosticCode } from '../../../diagnostics/codes.ts';
import type { DiagnosticDetails, RelatedPlace, SourcePosition } from '../../../diagnostics/diagnostic.ts';
import { type KcdkError, kcdkError } from '../../../diagnostics/error.ts';
import type { RenderBounds } from '../bounds.ts';
import type { EarlyVersions } from '../functions/constraint.ts';
import { Fragment } from './output.ts';
import type { Place, SourceFile } from './source-file.ts';
import type { Trace } from './trace.ts';
import type { Value } from './values.ts';

/** Why a function of a template failed; the caller knows the place. */
export class FunctionFailure extends Error {
  readonly code: DiagnosticCode;

  constructor(reason: string, code: DiagnosticCode = 'TEMPLATE_CALL_FAILED') {
    super(reason);
    this.code = code;
  }
}

/** A named template, ready to run any number of times. */
export interface CompiledTemplate {
  readonly name: string;
  readonly file: SourceFile;
  readonly run: (runtime: Runtime, dot: Value) => void;
}

/** How the engine treats what Go versions and options differ in. */
export interface EngineOptions {
  /** `error`: a missing map key is an error, as with `missingkey=error`. Helm has `zero`. */
  readonly missingKey: 'zero' | 'error';
  /** Go 1.24 and newer range over integers. */
  readonly rangeOverInt: boolean;
  /** @default "rule" */
  readonly earlyVersions?: EarlyVersions;
}

/** A call that is under way: which template, called from where. */
interface Call {
  readonly name: string;
  readonly from: Place | undefined;
}

/**
 * The state of one rendering: named templates, bounds, the templates under way, and the output being written.
 *
 * Functions get it as their first argument where they call templates or make much of little.
 */
export class Runtime {
  readonly bounds: RenderBounds;
  readonly options: EngineOptions;
  /** What follows this rendering. @default - nobody does */
  readonly trace: Trace | undefined;
  /** Named templates; `tpl` puts others in their place while it runs. */
  templates: ReadonlyMap<string, CompiledTemplate>;
  output = new Fragment();
  /** The last text that came from an included template, for handing its provenance on. */
  included: { readonly text: string; readonly fragment: Fragment } | undefined;
  /** The place being carried out; functions that call templates remember it. */
  place: Place | undefined;
  readonly #calls: Call[] = [];
  #steps = 0;
  #made = 0;

  constructor(
    templates: ReadonlyMap<string, CompiledTemplate>,
    bounds: RenderBounds,
    options: EngineOptions,
    trace?: Trace,
  ) {
    this.trace = trace;
    this.templates = templates;
    this.bounds = bounds;
    this.options = options;
  }

  /** Counts work. @throws FunctionFailure `TEMPLATE_STEPS_EXCEEDED` */
  spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > this.bounds.steps) {
      throw new FunctionFailure(`more than ${this.bounds.steps} steps`, 'TEMPLATE_STEPS_EXCEEDED');
    }
  }

  /** Counts text about to be made. @throws FunctionFailure `TEMPLATE_OUTPUT_EXCEEDED` */
  make(length: number): void {
    this.#made += length;
    if (!(this.#made <= this.bounds.output)) {
      throw new FunctionFailure(`more than ${this.bounds.output} characters of text`, 'TEMPLATE_OUTPUT_EXCEEDED');
    }
  }

  write(text: string, place: Place): void {
    if (text === '') return;
    this.make(text.length);
    const included = this.included;
    if (included !== undefined && included.text === text && !place.flows) this.output.add(text, included.fragment);
    else this.output.add(text, place);
  }

  /** Notes that a function made `to` of `from` by adding or taking away lines at the start. */
  derive(from: string, to: string, shift: number): string {
    if (this.included !== undefined && this.included.text === from) {
      this.included = {
        text: to,
        fragment: shift === 0 ? this.included.fragment : this.included.fragment.shifted(shift),
      };
    }
    return to;
  }

  /** Runs a named template on a value, writing to the current output. */
  run(template: CompiledTemplate, dot: Value, from: Place | undefined): void {
    if (this.#calls.length >= this.bounds.depth) {
      throw new FunctionFailure(`templates nested deeper than ${this.bounds.depth}`, 'TEMPLATE_TOO_DEEP');
    }
    this.#calls.push({ name: template.name, from });
    template.run(this, dot);
    this.#calls.pop();
  }

  /** Runs a template and returns its text, remembering where the text came from. */
  capture(template: CompiledTemplate, dot: Value): string {
    const outer = this.output;
    const place = this.place;
    const fragment = new Fragment();
    this.output = fragment;
    this.run(template, dot, place);
    this.output = outer;
    this.place = place;
    const text = fragment.text;
    this.included = { text, fragment };
    return text;
  }

  /** Makes ready for the next file, after an error too; what was spent stays spent. */
  startFile(): void {
    this.output = new Fragment();
    this.included = undefined;
    this.place = undefined;
    this.#calls.length = 0;
  }

  /** Makes the error of a place, with the chain of templates that led to it. */
  error(code: DiagnosticCode, place: Place, details: DiagnosticDetails): KcdkError {
    const expression = place.file.text.slice(place.pos, place.end);
    const shown = expression.length > 0 && expression.length <= 200 ? `\`{{ ${expression} }}\`: ` : '';
    const where = positionOf(place);
    const caller = place.file.inline ? this.#calls.findLast((call) => call.from?.file.inline === false)?.from : place;
    const inside = place.file.inline ? ` (line ${where.line}, column ${where.column} of a text given to \`tpl\`)` : '';
    return kcdkError(code, {
      ...details,
      detail: `${shown}${details.detail ?? ''}${inside}`,
      source: positionOf(caller ?? place),
      related: this.#chain(),
    });
  }

  #chain(): readonly RelatedPlace[] {
    const chain: RelatedPlace[] = [];
    for (let index = this.#calls.length - 1; index >= 0 && chain.length < 20; index--) {
      const call = this.#calls[index];
      if (call?.from === undefined || call.from.file.inline) continue;
      chain.push({ message: `\`${call.name}\` is included here`, source: positionOf(call.from) });
    }
    return chain;
  }
}

export function positionOf(place: Place): SourcePosition {
  return { file: place.file.path, line: place.file.lineAt(place.pos), column: place.file.columnAt(place.pos) };
}
