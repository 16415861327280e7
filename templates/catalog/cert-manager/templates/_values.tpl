{{- define "item.values" -}}
crds:
  enabled: true
  keep: true
replicaCount: {{ int .Values.replicas }}
webhook:
  replicaCount: {{ int .Values.replicas }}
{{- if eq (toString .Values.gatewayApi) "true" }}
config:
  apiVersion: controller.config.cert-manager.io/v1alpha1
  kind: ControllerConfiguration
  enableGatewayAPI: true
{{- end }}
{{- end }}

{{/* Not empty when the deployment has files beside the Application. */}}
{{- define "item.files" -}}
{{- include "deployment.text" .Values.issuerEmail }}
{{- end }}
