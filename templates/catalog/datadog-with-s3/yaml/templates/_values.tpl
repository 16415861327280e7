{{- define "item.values" -}}
{{- $secret := printf "%s-secret" (include "deployment.application" .) }}
datadog:
  apiKeyExistingSecret: {{ $secret | quote }}
  {{- if eq (toString .Values.useAppKey) "true" }}
  appKeyExistingSecret: {{ $secret | quote }}
  {{- end }}
  site: {{ .Values.site | quote }}
  clusterName: {{ include "deployment.cluster" . | quote }}
  logs:
    enabled: {{ eq (toString .Values.logs) "true" }}
    containerCollectAll: {{ eq (toString .Values.logs) "true" }}
  apm:
    portEnabled: {{ eq (toString .Values.apm) "true" }}
  processAgent:
    enabled: true
    processCollection: {{ eq (toString .Values.processes) "true" }}
  tags:
    - {{ include "deployment.text" .Values.bucketName | required "bucketName is not given" | printf "logs_archive:%s" | quote }}
    {{- with include "deployment.text" .Values.tags }}
    {{- range splitList "," . }}
    - {{ trim . | quote }}
    {{- end }}
    {{- end }}
clusterAgent:
  enabled: true
  {{- if eq (toString .Values.useAppKey) "true" }}
  metricsProvider:
    enabled: true
  {{- end }}
clusterChecksRunner:
  enabled: {{ eq (toString .Values.clusterChecks) "true" }}
{{- end }}
