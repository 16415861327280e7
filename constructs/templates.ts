import type { Construct } from 'constructs';
import type { TemplateKind } from '../lib/model/declarations/template.ts';
import type { SecretRef } from '../lib/model/secret-ref.ts';
import type {
  BuiltInTemplateSource,
  FolderTemplateSource,
  TemplateReference,
  TemplateSource,
} from '../lib/model/template.ts';
import type { Unknown, VisibleTo } from '../lib/model/visibility.ts';
import { contribute } from '../lib/synth/contribution.ts';
import { type ChosenProps, type PlacedProps, ScopedConstruct, type ScopedProps } from './scoped.ts';

/**
 * Where a template is read from: a folder of a git repository, a folder beside `cdk8s.yaml`, a template that comes with
 * konstruct-cdk (`Templates.builtIn`), or the `template` of a class that `kcdk import template` made.
 */
export type SourceProps = GitSourceProps | FolderTemplateSource | BuiltInTemplateSource | TemplateReference;

/** A folder of a git repository. */
export interface GitSourceProps {
  /** Repository, HTTPS, SSH or scp-like, without credentials. */
  readonly url: string;
  /**
   * Folder in the repository, for example `helm-templates/charts`.
   *
   * @default - its root
   */
  readonly path?: string;
  /**
   * Branch, tag or commit.
   *
   * @default - the default branch
   */
  readonly ref?: string;
  /**
   * Token for a private repository that the organization's git connection does not reach.
   *
   * @default - none
   */
  readonly token?: SecretRef;
}

export interface TemplateProps extends ScopedProps {
  /** Where the template is read from. */
  readonly source: SourceProps;
  /**
   * What it is for.
   *
   * @default - none
   */
  readonly description?: string;
}

/** What clusters are made from: a Helm chart with `@input` annotations, or a tree of files with tokens. */
export class ClusterTemplate<Name extends string = Unknown> extends ScopedConstruct<Name> {
  readonly kind = 'cluster-template';

  constructor(scope: Construct & VisibleTo<Name>, id: string, props: PlacedProps<TemplateProps>);
  constructor(scope: Construct, id: string, props: ChosenProps<TemplateProps, Name>);
  constructor(scope: Construct, id: string, props: TemplateProps) {
    super(scope, id, props);
    declareTemplate(this, props);
  }
}

/** The workflow files that build and release applications: a folder of them. */
export class PipelineTemplate<Name extends string = Unknown> extends ScopedConstruct<Name> {
  readonly kind = 'pipeline-template';

  constructor(scope: Construct & VisibleTo<Name>, id: string, props: PlacedProps<TemplateProps>);
  constructor(scope: Construct, id: string, props: ChosenProps<TemplateProps, Name>);
  constructor(scope: Construct, id: string, props: TemplateProps) {
    super(scope, id, props);
    declareTemplate(this, props);
  }
}

/** The Helm chart that applications are deployed with: a folder with a chart of tokens. */
export class HelmTemplate<Name extends string = Unknown> extends ScopedConstruct<Name> {
  readonly kind = 'helm-template';

  constructor(scope: Construct & VisibleTo<Name>, id: string, props: PlacedProps<TemplateProps>);
  constructor(scope: Construct, id: string, props: ChosenProps<TemplateProps, Name>);
  constructor(scope: Construct, id: string, props: TemplateProps) {
    super(scope, id, props);
    declareTemplate(this, props);
  }
}

/** The templates that come with konstruct-cdk. */
export const Templates = {
  /**
   * A template of this package.
   *
   * @param path folder below its `templates/`, for example `catalog/datadog-agent`
   */
  builtIn(path: string): BuiltInTemplateSource {
    return Object.freeze({ builtIn: path });
  },
} as const;

/** The source as a declaration carries it. */
export function toTemplateSource(props: SourceProps): TemplateSource {
  if ('source' in props) return props.source;
  if ('folder' in props) return { folder: props.folder };
  if ('builtIn' in props) return { builtIn: props.builtIn };
  const { url, path = '', ref, token } = props;
  return { url, path, ref, token };
}

// --- internal ---

function declareTemplate(template: ScopedConstruct & { readonly kind: TemplateKind }, props: TemplateProps): void {
  contribute(template, template.kind, () => ({
    name: template.name,
    namespaces: template.namespaces,
    description: props.description,
    source: toTemplateSource(props.source),
  }));
}
