{{- define "item.values" -}}
server:
  fullnameOverride: {{ include "deployment.release" . | quote }}
  retention: {{ include "deployment.text" .Values.retention | quote }}
  global:
    scrape_interval: {{ include "deployment.text" .Values.scrapeInterval | quote }}
    external_labels:
      cluster: {{ include "deployment.cluster" . | quote }}
  persistentVolume:
    {{- with include "deployment.text" .Values.storageSize }}
    enabled: true
    size: {{ . | quote }}
    {{- with include "deployment.text" $.Values.storageClass }}
    storageClass: {{ . | quote }}
    {{- end }}
    {{- else }}
    enabled: false
    {{- end }}
  {{- with include "deployment.text" .Values.remoteWrite.url }}
  remoteWrite:
    - url: {{ . | quote }}
      {{- if include "item.files" $ }}
      basic_auth:
        username: {{ include "deployment.text" $.Values.remoteWrite.user | quote }}
        password_file: /etc/remote-write/password
      {{- end }}
  {{- end }}
  {{- if include "item.files" . }}
  extraSecretMounts:
    - name: remote-write
      mountPath: /etc/remote-write
      secretName: {{ printf "%s-secret" (include "deployment.application" .) | quote }}
      readOnly: true
  {{- end }}
alertmanager:
  enabled: {{ eq (toString .Values.alertmanager) "true" }}
prometheus-node-exporter:
  enabled: {{ eq (toString .Values.nodeExporter) "true" }}
kube-state-metrics:
  enabled: {{ eq (toString .Values.kubeStateMetrics) "true" }}
prometheus-pushgateway:
  enabled: false
{{- end }}

{{/* Not empty when the deployment has files beside the Application. */}}
{{- define "item.files" -}}
{{- if include "deployment.text" .Values.remoteWrite.url }}{{ include "deployment.text" .Values.remoteWrite.user }}{{ end }}
{{- end }}
