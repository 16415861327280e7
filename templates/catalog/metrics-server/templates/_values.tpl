{{- define "item.values" -}}
replicas: {{ int .Values.replicas }}
{{- if gt (int .Values.replicas) 1 }}
podDisruptionBudget:
  enabled: true
  minAvailable: 1
{{- end }}
{{- if eq (toString .Values.insecureKubeletTls) "true" }}
args:
  - --kubelet-insecure-tls
{{- end }}
{{- end }}
