{{- define "item.values" -}}
installCRDs: true
replicaCount: {{ int .Values.replicas }}
serviceAccount:
  create: true
  name: external-secrets
  {{- if eq .Values.store.provider "aws" }}
  {{- with include "deployment.text" .Values.store.roleArn }}
  annotations:
    eks.amazonaws.com/role-arn: {{ . | quote }}
  {{- end }}
  {{- end }}
{{- end }}

{{/* Not empty when the deployment has files beside the Application. */}}
{{- define "item.files" -}}
{{- if has .Values.store.provider (list "aws" "vault") }}store{{ end }}
{{- end }}
