{{- define "item.values" -}}
deployment:
  replicas: {{ int .Values.replicas }}
{{- end }}

{{/* Not empty when the deployment has files beside the Application. */}}
{{- define "item.files" -}}
{{- include "deployment.text" .Values.gatewayDomain }}
{{- end }}
