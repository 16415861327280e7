import { Construct } from 'constructs';
import { contribute } from '../lib/synth/contribution.ts';

export interface FolderProps {
  /**
   * Which repository of the organization around it. Directly under the platform there is only the platform's own.
   *
   * @default - that of the folder or cluster around it, else `platform`
   */
  readonly repository?: 'platform' | 'application';
  /**
   * Path relative to the folder or cluster around it, else to the root of the repository.
   *
   * @default - the id of the construct
   */
  readonly path?: string;
}

/**
 * A folder of a GitOps repository. Every cdk8s `Chart` below it becomes one file there, `<id of the chart>.yaml`.
 *
 * Clusters are such folders too: a chart directly under one joins the tree that its Argo CD syncs.
 */
export class Folder extends Construct {
  constructor(scope: Construct, id: string, props: FolderProps = {}) {
    super(scope, id);
    contribute(this, 'folder', () => ({ repository: props.repository, path: props.path ?? id }));
  }
}
