import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { JsonObject, Manifest } from '../../model/json.ts';
import type { PlatformModel } from '../../model/platform-model.ts';
import type { Provenance } from '../../model/provenance.ts';
import type { TemplateSource } from '../../model/template.ts';
import type { Contract } from '../contract/contract.ts';
import type { Trace } from '../helm/go/trace.ts';
import type { TemplateFiles } from '../template-files.ts';
import type { TerraformVariable } from '../terraform/module.ts';
import type { TokenValues } from '../tokens/replace-tokens.ts';

/** The templates of a compilation, read and ready to be rendered any number of times. */
export interface TemplateLibrary {
  /** Undefined for a template that nobody asked to be loaded. */
  readonly get: (source: TemplateSource) => LoadedTemplate | undefined;
  /** Renders on other cores what a compilation of the platform will ask for, where that saves time. @default - nothing is */
  readonly renderAhead?: ((model: PlatformModel) => Promise<void>) | undefined;
  /** Keeps what was rendered, so that the next run need not. @default - nothing is kept */
  readonly save?: (() => void) | undefined;
}

/**
 * A template with everything that the pure part of the chain needs of it.
 *
 * It carries its own renderer, so that a program without templates loads none.
 */
export interface LoadedTemplate {
  readonly source: TemplateSource;
  /** Its place as people read it: the folder, `builtin:catalog/agent`, or the address of its repository. */
  readonly label: string;
  /** SHA-256 over its files; empty where it could not be read. */
  readonly digest: string;
  /** Of its repository; undefined for one of no repository. */
  readonly commit?: string | undefined;
  readonly files: TemplateFiles;
  /** Positions lead to the files of the template, with the label in front. */
  readonly contract: Contract;
  /** What keeps it from being rendered at all; empty for a template that is right. */
  readonly diagnostics: readonly Diagnostic[];
  readonly hasChart: boolean;
  /** Renders its chart as one release. */
  readonly renderChart: (request: ChartRequest) => RenderedTemplate;
  /** The same, followed: names that it only hands on are marks. @default - its chart cannot be followed */
  readonly followChart?: ((request: ChartRequest, trace: Trace) => RenderedTemplate) | undefined;
  /** Its Terraform; undefined where it has none. */
  readonly terraform: TerraformModule | undefined;
  /** Renders its token files: all of a template of tokens; of one with a chart, those of its Terraform. */
  readonly renderTokens: (request: TokenRequest) => RenderedTemplate;
  /** Replaces tokens in all of its files, whatever they are: a chart stays a chart. */
  readonly renderScaffold: (request: TokenRequest) => RenderedTemplate;
  /** Keeps what it was rendered to, so that the next run need not. @default - nothing is kept */
  readonly save?: (() => void) | undefined;
}

/** The Terraform of a template: what lies in `iac/`, else beside its chart, else all of its files. */
export interface TerraformModule {
  /** By name; positions lead to the files of the template, with the label in front. */
  readonly variables: ReadonlyMap<string, TerraformVariable>;
  /** Tokens in its files, with their brackets. */
  readonly tokens: ReadonlySet<string>;
  /** Replaces tokens, and nothing else; among the files is `provider` where the template has one. */
  readonly render: (request: TokenRequest) => RenderedTemplate;
}

export interface ChartRequest {
  /** Laid over the values of the chart. */
  readonly values: JsonObject;
  readonly release: { readonly name: string; readonly namespace: string };
  /** Labels for every object. @default - none */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** The one file that is wanted, by its path below `templates/`: nothing else is rendered. @default - all */
  readonly only?: string | undefined;
}

export interface TokenRequest {
  readonly values: TokenValues;
  /** Tokens that may stay. @default - none */
  readonly keep?: ReadonlySet<string> | undefined;
  /** Files of the template to render. @default - all */
  readonly select?: ((path: string) => boolean) | undefined;
}

export interface RenderedTemplate {
  /** Sorted by path; those without content are left out. None where there are errors. */
  readonly files: readonly RenderedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What one file of a template became. */
export interface RenderedFile {
  /** Below `templates/` of a chart, or from the root of token files. */
  readonly path: string;
  /** As rendered, byte for byte, with a line break at its end. */
  readonly text: string;
  /** Kubernetes objects in the text, in its order; what has no name, as a kustomization, is not among them. */
  readonly documents: readonly Manifest[];
  readonly provenance: Provenance;
}

/** A library without templates. */
export const EMPTY_LIBRARY: TemplateLibrary = { get: () => undefined };
