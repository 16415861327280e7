{{- define "item.values" -}}
fullnameOverride: {{ include "deployment.release" . | quote }}
global:
  tlsDisable: true
injector:
  enabled: {{ eq (toString .Values.injector) "true" }}
ui:
  enabled: {{ eq (toString .Values.ui) "true" }}
server:
  {{- if eq .Values.seal "awskms" }}
  {{- with include "deployment.text" .Values.roleArn }}
  serviceAccount:
    annotations:
      eks.amazonaws.com/role-arn: {{ . | quote }}
  {{- end }}
  {{- end }}
  dataStorage:
    enabled: true
    size: {{ include "deployment.text" .Values.storageSize | quote }}
    {{- with include "deployment.text" .Values.storageClass }}
    storageClass: {{ . | quote }}
    {{- end }}
  ha:
    enabled: true
    replicas: {{ int .Values.replicas }}
    raft:
      enabled: true
      setNodeId: true
      config: |
        {{- include "item.config" . | nindent 8 }}
  {{- if eq (include "item.exposure" .) "ingress" }}
  {{- $host := include "deployment.text" .Values.hostname }}
  {{- $issuer := include "deployment.text" .Values.certificateIssuer }}
  ingress:
    enabled: true
    ingressClassName: {{ include "deployment.text" .Values.ingressClassName | quote }}
    hosts:
      - host: {{ $host | quote }}
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

{{- define "item.config" -}}
ui = {{ eq (toString .Values.ui) "true" }}

listener "tcp" {
  tls_disable     = 1
  address         = "[::]:8200"
  cluster_address = "[::]:8201"
}

storage "raft" {
  path = "/vault/data"
  {{- range $server := until (int .Values.replicas) }}

  retry_join {
    leader_api_addr = "http://{{ include "deployment.release" $ }}-{{ $server }}.{{ include "deployment.release" $ }}-internal:8200"
  }
  {{- end }}
}
{{- if eq .Values.seal "awskms" }}

seal "awskms" {
  region     = {{ include "deployment.text" .Values.kmsRegion | required "kmsRegion is not given" | quote }}
  kms_key_id = {{ include "deployment.text" .Values.kmsKeyId | required "kmsKeyId is not given" | quote }}
}
{{- end }}

service_registration "kubernetes" {}
{{- end }}

{{/* How the hostname leads here: ingress, gateway, or empty without a hostname. */}}
{{- define "item.exposure" -}}
{{- if include "deployment.text" .Values.hostname }}{{ .Values.exposure }}{{ end }}
{{- end }}

{{/* Not empty when the deployment has files beside the Application. */}}
{{- define "item.files" -}}
{{- if eq (include "item.exposure" .) "gateway" }}route{{ end }}
{{- end }}
