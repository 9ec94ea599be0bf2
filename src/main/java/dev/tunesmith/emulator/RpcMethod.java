package dev.tunesmith.emulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The methods that the emulator serves: those of Vertex AI over both protocols, those of the Gemini
 * API and of Cloud Storage over REST. How a request of each is made up is the same for both
 * protocols, as the HTTP rule of the published protobuf files has it: one field is in the path, one
 * is the body or the body is the rest of the message, and other fields are parameters of the query.
 */
public enum RpcMethod {
  /** {@code tuningJobs.create}. */
  CREATE_TUNING_JOB("CreateTuningJob", "create", "tuningJobs.create", "parent", "tuningJob"),
  /** {@code tuningJobs.get}. */
  GET_TUNING_JOB("GetTuningJob", "get", "tuningJobs.get", "name", ""),
  /** {@code tuningJobs.list}. */
  LIST_TUNING_JOBS(
      "ListTuningJobs", "list", "tuningJobs.list", "parent", "", "pageSize", "pageToken", "filter"),
  /** {@code tuningJobs.cancel}. */
  CANCEL_TUNING_JOB("CancelTuningJob", "cancel", "tuningJobs.cancel", "name", "*"),
  /** {@code tuningJobs.validateReinforcementTuningReward}; REST v1beta1 only. */
  VALIDATE_REWARD(
      "ValidateReinforcementTuningReward",
      "validateReinforcementTuningReward",
      "tuningJobs.create",
      "parent",
      "*"),
  /** {@code models.get}. */
  GET_MODEL("GetModel", "getModel", "models.get", "name", ""),
  /** {@code models.list}. */
  LIST_MODELS(
      "ListModels",
      "listModels",
      "models.list",
      "parent",
      "",
      "pageSize",
      "pageToken",
      "filter",
      "orderBy",
      "readMask"),
  /** {@code models.listVersions}. */
  LIST_MODEL_VERSIONS(
      "ListModelVersions",
      "listVersions",
      "models.list",
      "name",
      "",
      "pageSize",
      "pageToken",
      "filter",
      "orderBy",
      "readMask"),
  /** {@code models.listCheckpoints}. */
  LIST_MODEL_CHECKPOINTS(
      "ListModelVersionCheckpoints",
      "listCheckpoints",
      "models.get",
      "name",
      "",
      "pageSize",
      "pageToken"),
  /** {@code models.patch}. */
  UPDATE_MODEL("UpdateModel", "patchModel", "models.update", "model.name", "model", "updateMask"),
  /** {@code models.mergeVersionAliases}. */
  MERGE_VERSION_ALIASES("MergeVersionAliases", "mergeVersionAliases", "models.update", "name", "*"),
  /** {@code models.delete}. */
  DELETE_MODEL("DeleteModel", "deleteModel", "models.delete", "name", ""),
  /** {@code models.deleteVersion}. */
  DELETE_MODEL_VERSION("DeleteModelVersion", "deleteVersion", "models.delete", "name", ""),
  /** {@code endpoints.get}. */
  GET_ENDPOINT("GetEndpoint", "getEndpoint", "endpoints.get", "name", ""),
  /** {@code endpoints.list}. */
  LIST_ENDPOINTS(
      "ListEndpoints",
      "listEndpoints",
      "endpoints.list",
      "parent",
      "",
      "pageSize",
      "pageToken",
      "filter",
      "orderBy",
      "readMask"),
  /** {@code endpoints.patch}. */
  UPDATE_ENDPOINT(
      "UpdateEndpoint",
      "patchEndpoint",
      "endpoints.update",
      "endpoint.name",
      "endpoint",
      "updateMask"),
  /** {@code endpoints.undeployModel}. */
  UNDEPLOY_MODEL("UndeployModel", "undeployModel", "endpoints.undeploy", "endpoint", "*"),
  /** {@code endpoints.delete}. */
  DELETE_ENDPOINT("DeleteEndpoint", "deleteEndpoint", "endpoints.delete", "name", ""),
  /** {@code endpoints.generateContent}, and of publisher models. */
  GENERATE_CONTENT("GenerateContent", "generateContent", "endpoints.predict", "model", "*"),
  /** {@code endpoints.streamGenerateContent}, and of publisher models. */
  STREAM_GENERATE_CONTENT(
      "StreamGenerateContent", "streamGenerateContent", "endpoints.predict", "model", "*"),
  /** {@code endpoints.countTokens}, and of publisher models. */
  COUNT_TOKENS("CountTokens", "countTokens", "endpoints.predict", "endpoint", "*"),
  /** {@code endpoints.computeTokens}, and of publisher models. */
  COMPUTE_TOKENS("ComputeTokens", "computeTokens", "endpoints.predict", "endpoint", "*"),
  /** {@code metadataStores.get}. */
  GET_METADATA_STORE("GetMetadataStore", "getMetadataStore", "metadataStores.get", "name", ""),
  /** {@code metadataStores.contexts.get}. */
  GET_CONTEXT("GetContext", "getContext", "contexts.get", "name", ""),
  /** {@code metadataStores.contexts.list}. */
  LIST_CONTEXTS(
      "ListContexts",
      "listContexts",
      "contexts.list",
      "parent",
      "",
      "pageSize",
      "pageToken",
      "filter",
      "orderBy"),
  /** {@code locations.get}. */
  GET_LOCATION("GetLocation", "getLocation", "locations.get", "name", ""),
  /** {@code locations.list}. */
  LIST_LOCATIONS(
      "ListLocations",
      "listLocations",
      "locations.list",
      "name",
      "",
      "filter",
      "pageSize",
      "pageToken"),
  /** {@code publishers.models.get}. */
  GET_PUBLISHER_MODEL(
      "GetPublisherModel",
      "getPublisherModel",
      "publisherModels.get",
      "name",
      "",
      "languageCode",
      "view",
      "isHuggingFaceModel",
      "huggingFaceToken",
      "includeEquivalentModelGardenModelDeploymentConfigs"),
  /** {@code publishers.models.list}; v1beta1 only. */
  LIST_PUBLISHER_MODELS(
      "ListPublisherModels",
      "listPublisherModels",
      "publisherModels.list",
      "parent",
      "",
      "pageSize",
      "pageToken",
      "filter",
      "orderBy",
      "view",
      "languageCode",
      "listAllVersions"),
  /** {@code operations.get}. */
  GET_OPERATION("GetOperation", "getOperation", "operations.get", "name", ""),
  /** {@code operations.list}. */
  LIST_OPERATIONS(
      "ListOperations",
      "listOperations",
      "operations.list",
      "name",
      "",
      "filter",
      "pageSize",
      "pageToken"),
  /** {@code operations.cancel}. */
  CANCEL_OPERATION("CancelOperation", "cancelOperation", "operations.cancel", "name", "*"),
  /** {@code operations.delete}. */
  DELETE_OPERATION("DeleteOperation", "deleteOperation", "operations.delete", "name", ""),
  /** {@code operations.wait}. */
  WAIT_OPERATION("WaitOperation", "waitOperation", "operations.wait", "name", "", "timeout"),
  /** Cloud Storage's {@code objects.list}. */
  LIST_OBJECTS(
      "ListObjects",
      "listObjects",
      "storage.objects.list",
      "bucket",
      "",
      "prefix",
      "pageToken",
      "maxResults",
      "projection",
      "userProject"),
  /** Cloud Storage's {@code objects.get}. */
  GET_OBJECT(
      "GetObject", "getObject", "storage.objects.get", "object", "", "projection", "userProject"),
  /** Cloud Storage's {@code objects.delete}. */
  DELETE_OBJECT(
      "DeleteObject",
      "deleteObject",
      "storage.objects.delete",
      "object",
      "",
      "generation",
      "ifGenerationMatch",
      "userProject"),
  /** Cloud Storage's {@code objects.insert}, with the content as the body. */
  INSERT_OBJECT(
      "InsertObject", "insertObject", "storage.objects.create", "bucket", "media", "name"),
  /** The Gemini API's {@code tunedModels.create}. */
  CREATE_TUNED_MODEL(
      "CreateTunedModel", "tunedModels.create", "", "name", "tunedModel", "tunedModelId"),
  /** The Gemini API's {@code tunedModels.get}. */
  GET_TUNED_MODEL("GetTunedModel", "tunedModels.get", "", "name", ""),
  /** The Gemini API's {@code tunedModels.list}. */
  LIST_TUNED_MODELS(
      "ListTunedModels", "tunedModels.list", "", "name", "", "pageSize", "pageToken", "filter"),
  /** The Gemini API's {@code tunedModels.patch}. */
  UPDATE_TUNED_MODEL(
      "UpdateTunedModel", "tunedModels.patch", "", "name", "tunedModel", "updateMask"),
  /** The Gemini API's {@code tunedModels.delete}. */
  DELETE_TUNED_MODEL("DeleteTunedModel", "tunedModels.delete", "", "name", ""),
  /** The Gemini API's {@code tunedModels.generateContent}, streamed or not. */
  ASK_TUNED_MODEL("GenerateContentOfTunedModel", "tunedModels.generateContent", "", "model", "*"),
  /** The Gemini API's {@code tunedModels.operations.get}. */
  GET_TUNING_OPERATION("GetOperationOfTunedModel", "tunedModels.operations.get", "", "name", ""),
  /** The Gemini API's {@code tunedModels.operations.list}. */
  LIST_TUNING_OPERATIONS(
      "ListOperationsOfTunedModel",
      "tunedModels.operations.list",
      "",
      "name",
      "",
      "pageSize",
      "pageToken",
      "filter"),
  /** The Gemini API's {@code tunedModels.operations.cancel}. */
  CANCEL_TUNING_OPERATION(
      "CancelOperationOfTunedModel", "tunedModels.operations.cancel", "", "name", "*"),
  /** The Gemini API's {@code models.get}. */
  GET_BASE_MODEL("GetBaseModel", "baseModels.get", "", "name", ""),
  /** The Gemini API's {@code models.list}. */
  LIST_BASE_MODELS("ListBaseModels", "baseModels.list", "", "name", "", "pageSize", "pageToken");

  private final String rpcName;
  private final String shortName;
  private final String permission;
  private final String resourceField;
  private final String bodyField;
  // In one text, since an enumeration's fields are immutable.
  private final String parameters;

  /**
   * A method.
   *
   * @param permission the IAM permission, of Vertex AI without its prefix; empty for a method of
   *     the Gemini API, which has none
   * @param resourceField the request's field that is in the path
   * @param bodyField the request's field that is the body; {@code *} for all the rest, empty for
   *     none, {@code media} for a text that is no JSON
   * @param parameters the request's fields that are in the query, in lowerCamelCase
   */
  RpcMethod(
      String rpcName,
      String shortName,
      String permission,
      String resourceField,
      String bodyField,
      String... parameters) {
    this.rpcName = rpcName;
    this.shortName = shortName;
    this.permission = permission;
    this.resourceField = resourceField;
    this.bodyField = bodyField;
    this.parameters = String.join(" ", parameters);
  }

  /** Whether the Gemini API has the method, and not Vertex AI. */
  boolean isGemini() {
    return permission.isEmpty();
  }

  /** Whether it is Cloud Storage's. */
  boolean isStorage() {
    return permission.startsWith("storage.");
  }

  /** The IAM permission that a method of Vertex AI or Cloud Storage needs. */
  String permission() {
    return isStorage() ? permission : "aiplatform." + permission;
  }

  String resourceField() {
    return resourceField;
  }

  String bodyField() {
    return bodyField;
  }

  List<String> parameters() {
    return parameters.isEmpty() ? List.of() : List.of(parameters.split(" ", -1));
  }

  /**
   * The method's name in the service's protobuf file. Where the Gemini API and Vertex AI have one
   * of the same name, that of the Gemini API has another one here.
   *
   * @return such as {@code CreateTuningJob}
   */
  @JsonValue
  public String rpcName() {
    return rpcName;
  }

  /** The method of Vertex AI that has a name in its protobuf files. */
  static Optional<RpcMethod> ofVertex(String rpcName) {
    return Arrays.stream(values())
        .filter(
            method -> !method.isGemini() && !method.isStorage() && method.rpcName.equals(rpcName))
        .findFirst();
  }

  /**
   * Finds a method by its name.
   *
   * @param name the gRPC name ({@code CreateTuningJob}) or the REST verb ({@code create}, {@code
   *     getModel}, {@code tunedModels.create})
   * @return the method
   * @throws IllegalArgumentException when there is none of that name
   */
  @JsonCreator
  public static RpcMethod named(String name) {
    for (RpcMethod method : values()) {
      if (method.rpcName.equals(name) || method.shortName.equals(name)) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        "no method '"
            + name
            + "'; there are "
            + Arrays.stream(values()).map(RpcMethod::rpcName).toList());
  }
}
