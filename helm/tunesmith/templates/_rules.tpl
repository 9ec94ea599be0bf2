{{/*
Everything that the operator may do, and why. No wildcard, no secrets, no create and no delete of our resources. The rules are here once,
whether they end up in a ClusterRole or in Roles.
*/}}

{{/* In every watched namespace. */}}
{{- define "tunesmith.rules.watched" -}}
# patch: the finalizer, which lives in the metadata. The spec is the user's alone.
- apiGroups: [tunesmith.dev]
  resources: [tuningjobs, tunedmodels]
  verbs: [list, watch, patch]
{{- if .Values.ttlAfterFinished }}
# Finished resources, by spec.ttlSecondsAfterFinished.
- apiGroups: [tunesmith.dev]
  resources: [tuningjobs]
  verbs: [delete]
{{- end }}
# update: a write carries the version that it was decided on, and loses to a newer one.
- apiGroups: [tunesmith.dev]
  resources: [tuningjobs/status, tunedmodels/status]
  verbs: [update]
# patch: an event that repeats is counted, not written again.
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
{{- if .Values.rbac.resultConfigMaps }}
# get, create, update: the ConfigMap of spec.result. It is read first, and one that is not the resource's is left as it is.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, create, update]
{{- end }}
{{- end -}}

{{/* Of the cluster, also when only some namespaces are watched: neither can be granted by a Role. */}}
{{- define "tunesmith.rules.cluster" -}}
# The UID of kube-system is the cluster's identity, and the default instance id, which is among the labels by which a job is found again.
- apiGroups: [""]
  resources: [namespaces]
  resourceNames: [kube-system]
  verbs: [get]
# At start, the operator checks that the installed CRDs are those it was built for.
- apiGroups: [apiextensions.k8s.io]
  resources: [customresourcedefinitions]
  resourceNames: [tuningjobs.tunesmith.dev, tunedmodels.tunesmith.dev]
  verbs: [get]
{{- end -}}

{{/*
Not here: secrets, and configmaps without rbac.resultConfigMaps. A TunedModel may name an API key in a Secret and examples in a ConfigMap of its namespace; who wants that
adds a Role there that names them (resourceNames), as deploy/samples/tunedmodel/role.yaml does; who wants results of TuningJobs without that value, as
deploy/samples/result/role.yaml does.
*/}}

{{/* In the namespace of the lease: the operator's own, if no other is named. */}}
{{- define "tunesmith.rules.leaderElection" -}}
# A create cannot be limited to a name; everything else is.
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [{{ include "tunesmith.fullname" . | quote }}]
  verbs: [get, update]
{{- end -}}
