import type { ArgocdDrainedGate } from '../../model/gate.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Remaining } from '../open-gate.ts';
import { at, errorConditions, nameOf, textAt } from './object.ts';
import { repositoryKey, sourcesOf } from './sources.ts';

/**
 * What is left of an Application and of those that came from it.
 *
 * An Application came from it when Argo CD tracks it so (annotation or label), or when it syncs the folder or one below.
 *
 * @param applications all that are known; others do not matter
 */
export function notDrained(gate: ArgocdDrainedGate, applications: readonly JsonObject[]): readonly Remaining[] {
  return applications.filter((application) => belongs(gate, application)).map((application) => explain(application));
}

// --- internal ---

const TRACKING_ANNOTATION = 'argocd.argoproj.io/tracking-id';
const TRACKING_LABELS = ['app.kubernetes.io/instance', 'argocd.argoproj.io/instance'];
const RESOURCES_FINALIZER = 'resources-finalizer.argocd.argoproj.io';

function belongs(gate: ArgocdDrainedGate, application: JsonObject): boolean {
  const namespace = textAt(application, 'metadata', 'namespace');
  const name = textAt(application, 'metadata', 'name');
  if (namespace === gate.namespace && name === gate.application) return true;
  if (namespace !== gate.children) return false;
  return isTracked(gate, application) || sourcesOf(application).some((source) => isBelow(gate, source));
}

/** `<application>:…`, or `<namespace>_<application>:…` where Applications are in any namespace. */
function isTracked({ application: parent, namespace }: ArgocdDrainedGate, application: JsonObject): boolean {
  const [owner = ''] = textAt(application, 'metadata', 'annotations', TRACKING_ANNOTATION).split(':');
  const labels = TRACKING_LABELS.map((label) => textAt(application, 'metadata', 'labels', label));
  return [owner, ...labels].some((one) => one === parent || one === `${namespace}_${parent}`);
}

function isBelow({ source: folder }: ArgocdDrainedGate, source: JsonObject): boolean {
  if (repositoryKey(textAt(source, 'repoURL')) !== repositoryKey(folder.repoURL)) return false;
  const path = textAt(source, 'path').replace(/^(?:\.?\/)+|\/+$/g, '');
  return path === folder.path || path.startsWith(`${folder.path}/`);
}

function explain(application: JsonObject): Remaining {
  const [namespace, name] = [textAt(application, 'metadata', 'namespace'), textAt(application, 'metadata', 'name')];
  const deleted = textAt(application, 'metadata', 'deletionTimestamp');
  const conditions = errorConditions(application);
  const subject = `Application ${nameOf(application)}`;
  if (deleted === '') {
    const reasons = ['Argo CD has not begun to delete it', ...conditions];
    return { subject, reasons, fix: startCommand(application, namespace, name) };
  }
  const list = at(application, 'metadata', 'finalizers');
  const finalizers = (Array.isArray(list) ? list : []).filter((one) => typeof one === 'string');
  const held = finalizers.length === 0 ? 'no finalizer' : finalizers.join(', ');
  const destination = textAt(application, 'spec', 'destination', 'name');
  const where = destination === '' ? [] : [`what it deployed to ${destination} is deleted first`];
  const cascades = finalizers.some((finalizer) => finalizer.startsWith(RESOURCES_FINALIZER));
  return {
    subject,
    reasons: [`being deleted since ${deleted}, held by ${held}`, ...(cascades ? where : []), ...conditions],
    // a cluster that is gone never lets the finalizer finish; only a person can know that it is
    fix:
      conditions.length > 0
        ? `kubectl -n ${namespace} patch application ${name} --type merge -p '{"metadata":{"finalizers":null}}'  # gives up what it deployed`
        : `kubectl -n ${namespace} describe application ${name}`,
  };
}

/** Its parent deletes it when it syncs. */
function startCommand(application: JsonObject, namespace: string, name: string): string {
  const [owner = ''] = textAt(application, 'metadata', 'annotations', TRACKING_ANNOTATION).split(':');
  if (!/^[\w.-]+$/.test(owner)) return `kubectl -n ${namespace} describe application ${name}`;
  const [parentNamespace, parent] = owner.includes('_') ? owner.split('_') : ['argocd', owner];
  return `kubectl -n ${parentNamespace} annotate application ${parent} argocd.argoproj.io/refresh=normal --overwrite`;
}
