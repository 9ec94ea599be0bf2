package dev.tunesmith.vertex;

import java.util.List;
import java.util.Map;

/**
 * The port to what tuning jobs made: endpoints, and the versions of models.
 *
 * <p>Contract, as of {@link TuningJobs}: each method sends at most one request, at the host of the
 * location in the name, and never throws for what the service or the network does. The service does
 * what it accepted some time later; who wants to know reads again.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.endpoints">projects.locations.endpoints</a>
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.models">projects.locations.models</a>
 */
public interface Artifacts {
  /** Reads an endpoint ({@code endpoints.get}). */
  EndpointReply endpoint(String name);

  /** Takes a model off an endpoint ({@code endpoints.undeployModel}). */
  ChangeReply undeploy(String endpoint, String deployedModelId);

  /** Deletes an endpoint ({@code endpoints.delete}); refused while a model is deployed on it. */
  ChangeReply deleteEndpoint(String name);

  /**
   * Reads a version of a model ({@code models.get}).
   *
   * @param name with {@code @version}, or without for the default one
   */
  VersionReply version(String name);

  /**
   * Lists the versions of a model ({@code models.listVersions}), all pages of it.
   *
   * @param name without a version
   */
  VersionsReply versions(String name);

  /**
   * Deletes a version ({@code models.deleteVersion}); refused while it is deployed, and for the
   * only one.
   *
   * @param name with {@code @version}
   */
  ChangeReply deleteVersion(String name);

  /**
   * Deletes a model with all its versions ({@code models.delete}); refused while one is deployed.
   *
   * @param name without a version
   */
  ChangeReply deleteModel(String name);

  /**
   * Makes a checkpoint the default one of a version ({@code models.patch} of {@code
   * defaultCheckpointId} alone).
   *
   * @param name with {@code @version}
   */
  ChangeReply setDefaultCheckpoint(String name, String checkpoint);

  /** The answer to the question for an endpoint. */
  sealed interface EndpointReply {}

  /** The answer to the question for a version. */
  sealed interface VersionReply {}

  /** The answer to the question for versions. */
  sealed interface VersionsReply {}

  /** The answer to a change. */
  sealed interface ChangeReply {}

  /**
   * An endpoint.
   *
   * @param deployed the models on it
   * @param labels its labels
   */
  record Endpoint(List<Deployed> deployed, Map<String, String> labels) implements EndpointReply {
    /** Copies the collections. */
    public Endpoint {
      deployed = List.copyOf(deployed);
      labels = Map.copyOf(labels);
    }
  }

  /**
   * A model on an endpoint.
   *
   * @param id what {@link #undeploy} calls it by
   * @param model its resource name, mostly without its version
   * @param version its version; empty where the service does not say
   * @param checkpoint the id of its checkpoint; empty where it has none, or the service does not
   *     say
   */
  record Deployed(String id, String model, String version, String checkpoint) {}

  /**
   * A version of a model.
   *
   * @param id such as {@code 1}
   * @param endpoints the resource names of the endpoints that it is deployed on
   * @param defaultCheckpoint the id of its default checkpoint; empty where it has none, or the
   *     service does not say
   */
  record Version(String id, List<String> endpoints, String defaultCheckpoint)
      implements VersionReply {
    /** Copies the list. */
    public Version {
      endpoints = List.copyOf(endpoints);
    }
  }

  /**
   * The versions of a model.
   *
   * @param ids in the service's order
   */
  record Versions(List<String> ids) implements VersionsReply {
    /** Copies the list. */
    public Versions {
      ids = List.copyOf(ids);
    }
  }

  /** The service accepted the change, and does it some time later. */
  record Accepted() implements ChangeReply {}

  /** The service says that there is no such thing. */
  record Absent() implements EndpointReply, VersionReply, VersionsReply, ChangeReply {}

  /**
   * The service could not be asked, or refused.
   *
   * @param failure why
   */
  record Failed(Failure failure)
      implements EndpointReply, VersionReply, VersionsReply, ChangeReply {}
}
