/** A small catalog item: an Application, a second one, and an ExternalSecret. */
export const AGENT: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: agent\nversion: 0.1.0\n',
  'values.yaml': `# @input.type: string
# @input.description: Name of the cluster
# @input.required: true
clusterName: ""

# @input.type: string
# @input.required: false
# @input.default: in-cluster
clusterDestination: in-cluster

# @input.type: enum
# @input.options: eu,us
# @input.required: true
site: ""

# @input.type: int
# @input.required: false
replicas: 1

# @input.type: enum
# @input.options: true,false
# @input.required: false
sidecar: false

# @input.type: string
# @input.required: false
secretPath: konstruct/shared/agent

# @input.type: secret
# @input.required: true
# @input.secretKey: api-key
# @input.secretEnv: AGENT_API_KEY
# @input.secretBackend: aws-secrets-store
# @input.secretPath: konstruct/shared/agent
apiKey: <AGENT_API_KEY>

# Not asked for.
resources:
  memory: 64Mi
`,
  'templates/application.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {{ .Values.clusterName }}-{{ .Values.envName }}-{{ .Release.Name }}   # as written
  namespace: {{ .Release.Namespace }}
spec:
  project: {{ .Values.project }}
  source:
    repoURL: https://charts.example.com
    chart: agent
    targetRevision: 1.2.3
    helm:
      values: |
        site: {{ .Values.site }}
        replicas: {{ .Values.replicas }}
        memory: {{ .Values.resources.memory }}
  destination:
    name: {{ .Values.clusterDestination }}
    namespace: agent
`,
  'templates/application-sidecar.yaml': `{{- if eq (toString .Values.sidecar) "true" }}
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {{ .Values.clusterName }}-{{ .Values.envName }}-{{ .Release.Name }}-sidecar
  namespace: {{ .Release.Namespace }}
spec:
  project: {{ .Values.project }}
  source: { repoURL: https://sidecar.example.com, chart: sidecar, targetRevision: 1.0.0 }
  destination: { name: {{ .Values.clusterDestination }}, namespace: agent }
{{- end }}
`,
  'templates/secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: {{ .Values.envName }}-agent
  namespace: agent
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: cluster-secret-store }
  data:
    - secretKey: key
      remoteRef: { key: {{ .Values.secretPath }}, property: api-key }
`,
};
