{{- define "item.values" -}}
fullnameOverride: {{ include "deployment.release" . | quote }}
admin:
  existingSecret: {{ printf "%s-secret" (include "deployment.application" .) | quote }}
  userKey: admin-user
  passwordKey: admin-password
# A volume that one pod at a time can hold.
deploymentStrategy:
  type: Recreate
persistence:
  {{- with include "deployment.text" .Values.storageSize }}
  enabled: true
  size: {{ . | quote }}
  {{- with include "deployment.text" $.Values.storageClass }}
  storageClassName: {{ . | quote }}
  {{- end }}
  {{- else }}
  enabled: false
  {{- end }}
{{- with include "deployment.text" .Values.prometheusUrl }}
datasources:
  datasources.yaml:
    apiVersion: 1
    datasources:
      - name: Prometheus
        type: prometheus
        access: proxy
        isDefault: true
        url: {{ . | quote }}
{{- end }}
{{- with include "deployment.text" .Values.hostname }}
{{- $scheme := ternary "https" "http" (or (ne $.Values.exposure "ingress") (ne (include "deployment.text" $.Values.certificateIssuer) "")) }}
grafana.ini:
  server:
    domain: {{ . | quote }}
    root_url: {{ printf "%s://%s" $scheme . | quote }}
{{- end }}
{{- if eq (include "item.exposure" .) "ingress" }}
{{- $host := include "deployment.text" .Values.hostname }}
{{- $issuer := include "deployment.text" .Values.certificateIssuer }}
ingress:
  enabled: true
  ingressClassName: {{ include "deployment.text" .Values.ingressClassName | quote }}
  hosts:
    - {{ $host | quote }}
  {{- if $issuer }}
  annotations:
    cert-manager.io/cluster-issuer: {{ $issuer | quote }}
  tls:
    - secretName: {{ printf "%s-tls" (include "deployment.release" .) | quote }}
      hosts:
        - {{ $host | quote }}
  {{- end }}
{{- end }}
{{- end }}

{{/* How the hostname leads here: ingress, gateway, or empty without a hostname. */}}
{{- define "item.exposure" -}}
{{- if include "deployment.text" .Values.hostname }}{{ .Values.exposure }}{{ end }}
{{- end }}
