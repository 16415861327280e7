{{- define "item.values" -}}
reloader:
  watchGlobally: {{ eq (toString .Values.watchGlobally) "true" }}
  reloadOnCreate: {{ eq (toString .Values.reloadOnCreate) "true" }}
  enableHA: {{ eq (toString .Values.highAvailability) "true" }}
  deployment:
    replicas: {{ ternary 2 1 (eq (toString .Values.highAvailability) "true") }}
{{- end }}
