{{- define "item.values" -}}
provider:
  name: {{ .Values.provider | quote }}
sources:
  - service
  - ingress
  {{- if eq (toString .Values.gatewayApi) "true" }}
  - gateway-httproute
  {{- end }}
domainFilters:
  - {{ include "deployment.text" .Values.domain | required "domain is not given" | quote }}
policy: {{ .Values.policy | quote }}
registry: txt
txtOwnerId: {{ include "deployment.text" .Values.ownerId | default (include "deployment.application" .) | quote }}
{{- if include "item.tokenVariable" . }}
env:
  - name: {{ include "item.tokenVariable" . }}
    valueFrom:
      secretKeyRef:
        name: {{ printf "%s-secret" (include "deployment.application" .) | quote }}
        key: token
{{- else if eq .Values.provider "aws" }}
{{- with include "deployment.text" .Values.roleArn }}
serviceAccount:
  annotations:
    eks.amazonaws.com/role-arn: {{ . | quote }}
{{- end }}
{{- else if eq .Values.provider "google" }}
extraArgs:
  - {{ include "deployment.text" .Values.googleProject | required "googleProject is not given" | printf "--google-project=%s" | quote }}
{{- end }}
{{- end }}

{{/* The variable that external-dns reads its token from; empty for clouds that know the pod by its service account. */}}
{{- define "item.tokenVariable" -}}
{{- get (dict "civo" "CIVO_TOKEN" "cloudflare" "CF_API_TOKEN") .Values.provider }}
{{- end }}
