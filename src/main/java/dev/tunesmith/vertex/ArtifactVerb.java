package dev.tunesmith.vertex;

/** The calls of {@link Artifacts}, as metrics, logs and tests name them. */
public enum ArtifactVerb implements ServiceCall {
  /** {@link Artifacts#endpoint}. */
  GET_ENDPOINT("getEndpoint"),
  /** {@link Artifacts#undeploy}. */
  UNDEPLOY("undeployModel"),
  /** {@link Artifacts#deleteEndpoint}. */
  DELETE_ENDPOINT("deleteEndpoint"),
  /** {@link Artifacts#version}. */
  GET_MODEL("getModel"),
  /** {@link Artifacts#versions}. */
  LIST_VERSIONS("listVersions"),
  /** {@link Artifacts#deleteVersion}. */
  DELETE_VERSION("deleteVersion"),
  /** {@link Artifacts#deleteModel}. */
  DELETE_MODEL("deleteModel"),
  /** {@link Artifacts#setDefaultCheckpoint}. */
  PATCH_MODEL("patchModel");

  private final String label;

  ArtifactVerb(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
