{{/* The name of what is installed; 54 characters, so that "-emulator" still fits into a Service's 63. */}}
{{- define "tunesmith.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 54 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 54 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 54 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Where everything is installed that is in a namespace. */}}
{{- define "tunesmith.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{/* What a Deployment selects its pods by, which can never change. Takes {root, component}. */}}
{{- define "tunesmith.selectorLabels" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Labels of an object, each key once. Takes {root, component, labels: further ones or none}. */}}
{{- define "tunesmith.labels" -}}
{{- $own := include "tunesmith.selectorLabels" . | fromYaml -}}
{{- $_ := set $own "app.kubernetes.io/version" .root.Chart.AppVersion -}}
{{- $_ := set $own "app.kubernetes.io/managed-by" .root.Release.Service -}}
{{- $_ := set $own "app.kubernetes.io/part-of" "tunesmith" -}}
{{- $further := merge (dict) (.labels | default dict) .root.Values.commonLabels -}}
{{- range $key := keys $further | sortAlpha -}}
{{- if hasKey $own $key -}}
{{- fail (printf "%s is a label that the chart sets itself, and finds its objects by; take it out of commonLabels, podLabels and the other labels" $key) -}}
{{- end -}}
{{- end -}}
{{- toYaml (merge $own $further) -}}
{{- end -}}

{{/* Annotations of an object, or nothing. Takes {root, annotations: its own, which win}. */}}
{{- define "tunesmith.annotations" -}}
{{- with merge (dict) (.annotations | default dict) .root.Values.commonAnnotations -}}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}

{{/* An object's metadata. Takes {root, component, name, namespace: none for an object of the cluster, labels, annotations}. */}}
{{- define "tunesmith.metadata" -}}
name: {{ .name | quote }}
{{- with .namespace }}
namespace: {{ . | quote }}
{{- end }}
labels:
  {{- include "tunesmith.labels" . | nindent 2 }}
{{- with include "tunesmith.annotations" . }}
{{ . }}
{{- end }}
{{- end -}}

{{- define "tunesmith.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "tunesmith.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* An image from the registry that the parent chart names, if it names one. Takes {root, image}. */}}
{{- define "tunesmith.fromRegistry" -}}
{{- with .root.Values.global.imageRegistry -}}
{{- printf "%s/%s" (trimSuffix "/" .) (regexReplaceAll "^([^/]*[.:][^/]*|localhost)/" $.image "") -}}
{{- else -}}
{{- .image -}}
{{- end -}}
{{- end -}}

{{- define "tunesmith.image" -}}
{{- $repository := include "tunesmith.fromRegistry" (dict "root" . "image" .Values.image.repository) -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* The pods of `helm test` run from an image whose own user is root: they get a number, but where OpenShift gives one. */}}
{{- define "tunesmith.testPodSecurityContext" -}}
{{- $user := ternary (dict) (dict "runAsUser" 65532 "runAsGroup" 65532) (.Capabilities.APIVersions.Has "security.openshift.io/v1") -}}
{{- toYaml (merge (dict) .Values.podSecurityContext $user) -}}
{{- end -}}

{{/* Where pods run, and how they get their image: the same for operator, emulator and tests. */}}
{{- define "tunesmith.scheduling" -}}
{{- $secrets := .Values.imagePullSecrets -}}
{{- range .Values.global.imagePullSecrets -}}
{{- $secrets = append $secrets (ternary (dict "name" .) . (kindIs "string" .)) -}}
{{- end -}}
{{- with $secrets | uniq }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* Where pods that speak to the API server must get, as a network policy has it. */}}
{{- define "tunesmith.egress.basic" -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
# Google and the API server, whose addresses a policy cannot name; IPv6 as well, or connections would hang until they time out.
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
    - ipBlock:
        cidr: "::/0"
  ports:
    - port: 443
      protocol: TCP
    - port: 6443
      protocol: TCP
{{- end -}}
