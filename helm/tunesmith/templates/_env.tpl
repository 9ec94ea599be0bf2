{{/*
The operator's options, as environment variables and not as arguments, so that `kubectl set env` can change them. An option that is
empty is left out: the operator's own default holds.
*/}}
{{- define "tunesmith.ownEnv" -}}
{{- $emulator := .Values.emulator.enabled -}}
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
{{- with .Values.vertex.project | default (ternary "local-project" "" $emulator) }}
- name: TUNESMITH_PROJECT
  value: {{ . | quote }}
{{- end }}
{{- with .Values.vertex.location | default (ternary "us-central1" "" $emulator) }}
- name: TUNESMITH_LOCATION
  value: {{ . | quote }}
{{- end }}
{{- with .Values.vertex.instanceId }}
- name: TUNESMITH_INSTANCE_ID
  value: {{ . | quote }}
{{- end }}
{{- with .Values.vertex.endpoint | default (ternary (include "tunesmith.emulatorEndpoint" .) "" $emulator) }}
- name: TUNESMITH_VERTEX_ENDPOINT
  value: {{ . | quote }}
{{- end }}
- name: TUNESMITH_VERTEX_CREDENTIALS
  value: {{ ternary "none" .Values.vertex.credentials $emulator | quote }}
- name: TUNESMITH_VERTEX_PLAINTEXT
  value: {{ or $emulator .Values.vertex.plaintext | quote }}
- name: TUNESMITH_POLL_INTERVAL
  value: {{ printf "%ds" (int .Values.vertex.pollIntervalSeconds) | quote }}
{{- with .Values.gemini.endpoint | default (ternary (include "tunesmith.emulatorGemini" .) "" $emulator) }}
- name: TUNESMITH_GEMINI_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- with .Values.storage.endpoint | default (ternary (include "tunesmith.emulatorGemini" .) "" $emulator) }}
- name: TUNESMITH_STORAGE_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- with .Values.allow.projects }}
- name: TUNESMITH_ALLOW_PROJECT
  value: {{ join "," . | quote }}
{{- end }}
{{- with .Values.allow.serviceAccounts }}
- name: TUNESMITH_ALLOW_SERVICE_ACCOUNT
  value: {{ join "," . | quote }}
{{- end }}
{{- with .Values.allow.kmsKeys }}
- name: TUNESMITH_ALLOW_KMS_KEY
  value: {{ join "," . | quote }}
{{- end }}
{{- with .Values.allow.geminiHosts }}
- name: TUNESMITH_ALLOW_GEMINI_HOST
  value: {{ join "," . | quote }}
{{- end }}
{{- with .Values.watchNamespaces }}
- name: TUNESMITH_WATCH_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
- name: TUNESMITH_LEADER_ELECT
  value: {{ .Values.leaderElection.enabled | quote }}
- name: TUNESMITH_LEASE_NAME
  value: {{ include "tunesmith.fullname" . | quote }}
- name: TUNESMITH_LEASE_NAMESPACE
  value: {{ .Values.leaderElection.namespace | default "$(POD_NAMESPACE)" | quote }}
- name: TUNESMITH_LEASE_DURATION
  value: {{ printf "%ds" (int .Values.leaderElection.leaseDurationSeconds) | quote }}
- name: TUNESMITH_LEASE_RENEW_DEADLINE
  value: {{ printf "%ds" (int .Values.leaderElection.renewDeadlineSeconds) | quote }}
- name: TUNESMITH_LEASE_RETRY_PERIOD
  value: {{ printf "%ds" (int .Values.leaderElection.retryPeriodSeconds) | quote }}
- name: TUNESMITH_WORKERS
  value: {{ int .Values.workers | quote }}
{{- if .Values.ttlAfterFinished }}
- name: TUNESMITH_TTL_AFTER_FINISHED
  value: "true"
{{- end }}
- name: TUNESMITH_HTTP_PORT
  value: "8080"
- name: TUNESMITH_LOG_FORMAT
  value: {{ .Values.logging.format | quote }}
- name: TUNESMITH_LOG_LEVEL
  value: {{ .Values.logging.level | quote }}
- name: TUNESMITH_SHUTDOWN_TIMEOUT
  value: {{ printf "%ds" (int .Values.shutdownTimeoutSeconds) | quote }}
{{- if .Values.extraCa.configMap }}
- name: TUNESMITH_CA_FILE
  value: {{ printf "/etc/tunesmith/ca/%s" .Values.extraCa.key | quote }}
{{- end }}
{{- if .Values.credentials.keySecret.name }}
- name: GOOGLE_APPLICATION_CREDENTIALS
  value: {{ printf "/etc/tunesmith/credentials/%s" .Values.credentials.keySecret.key | quote }}
{{- end }}
{{- with .Values.proxy }}
{{- if .host }}
# The JVM's own settings: Google's libraries go by them, and the Kubernetes client does not.
- name: JAVA_TOOL_OPTIONS
  value: {{ printf "-Dhttps.proxyHost=%s -Dhttps.proxyPort=%d%s" .host (int .port) (ternary (printf " -Dhttp.nonProxyHosts=%s" (join "|" .noProxy)) "" (gt (len .noProxy) 0)) | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "tunesmith.env" -}}
{{ include "tunesmith.ownEnv" . }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Where the emulator answers: REST, and gRPC. */}}
{{- define "tunesmith.emulatorGemini" -}}
{{- printf "http://%s-emulator.%s.svc:8081" (include "tunesmith.fullname" .) (include "tunesmith.namespace" .) -}}
{{- end -}}

{{- define "tunesmith.emulatorEndpoint" -}}
{{- printf "%s-emulator.%s.svc:8082" (include "tunesmith.fullname" .) (include "tunesmith.namespace" .) -}}
{{- end -}}
