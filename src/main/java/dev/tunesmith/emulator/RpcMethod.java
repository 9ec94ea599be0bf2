package dev.tunesmith.emulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * The methods that the emulator serves: those of Vertex AI over both protocols, those of the Gemini
 * API over REST.
 */
public enum RpcMethod {
  /** {@code tuningJobs.create}. */
  CREATE_TUNING_JOB("CreateTuningJob", "create", "tuningJobs.create"),
  /** {@code tuningJobs.get}. */
  GET_TUNING_JOB("GetTuningJob", "get", "tuningJobs.get"),
  /** {@code tuningJobs.list}. */
  LIST_TUNING_JOBS("ListTuningJobs", "list", "tuningJobs.list"),
  /** {@code tuningJobs.cancel}. */
  CANCEL_TUNING_JOB("CancelTuningJob", "cancel", "tuningJobs.cancel"),
  /** {@code models.get}. */
  GET_MODEL("GetModel", "getModel", "models.get"),
  /** {@code models.list}. */
  LIST_MODELS("ListModels", "listModels", "models.list"),
  /** {@code endpoints.get}. */
  GET_ENDPOINT("GetEndpoint", "getEndpoint", "endpoints.get"),
  /** {@code endpoints.list}. */
  LIST_ENDPOINTS("ListEndpoints", "listEndpoints", "endpoints.list"),
  /** {@code endpoints.generateContent}. */
  GENERATE_CONTENT("GenerateContent", "generateContent", "endpoints.predict"),
  /** The Gemini API's {@code tunedModels.create}. */
  CREATE_TUNED_MODEL("CreateTunedModel", "tunedModels.create"),
  /** The Gemini API's {@code tunedModels.get}. */
  GET_TUNED_MODEL("GetTunedModel", "tunedModels.get"),
  /** The Gemini API's {@code tunedModels.list}. */
  LIST_TUNED_MODELS("ListTunedModels", "tunedModels.list"),
  /** The Gemini API's {@code tunedModels.patch}. */
  UPDATE_TUNED_MODEL("UpdateTunedModel", "tunedModels.patch"),
  /** The Gemini API's {@code tunedModels.delete}. */
  DELETE_TUNED_MODEL("DeleteTunedModel", "tunedModels.delete"),
  /** The Gemini API's {@code tunedModels.generateContent}, streamed or not. */
  ASK_TUNED_MODEL("GenerateContentOfTunedModel", "tunedModels.generateContent"),
  /** The Gemini API's {@code tunedModels.operations.get}. */
  GET_OPERATION("GetOperation", "tunedModels.operations.get"),
  /** The Gemini API's {@code tunedModels.operations.list}. */
  LIST_OPERATIONS("ListOperations", "tunedModels.operations.list"),
  /** The Gemini API's {@code tunedModels.operations.cancel}. */
  CANCEL_OPERATION("CancelOperation", "tunedModels.operations.cancel"),
  /** The Gemini API's {@code models.get}. */
  GET_BASE_MODEL("GetBaseModel", "baseModels.get"),
  /** The Gemini API's {@code models.list}. */
  LIST_BASE_MODELS("ListBaseModels", "baseModels.list");

  private final String rpcName;
  private final String shortName;
  private final String permission;

  /** A method of the Gemini API, which has no permissions of its own. */
  RpcMethod(String rpcName, String shortName) {
    this(rpcName, shortName, "");
  }

  RpcMethod(String rpcName, String shortName, String permission) {
    this.rpcName = rpcName;
    this.shortName = shortName;
    this.permission = permission;
  }

  /** Whether the Gemini API has the method, and not Vertex AI. */
  boolean isGemini() {
    return permission.isEmpty();
  }

  /** The IAM permission that a method of Vertex AI needs. */
  String permission() {
    return "aiplatform." + permission;
  }

  /** The request's field that names the resource. */
  String resourceField() {
    return switch (this) {
      case CREATE_TUNING_JOB, LIST_TUNING_JOBS, LIST_MODELS, LIST_ENDPOINTS -> "parent";
      case GENERATE_CONTENT, ASK_TUNED_MODEL -> "model";
      case GET_TUNING_JOB,
          CANCEL_TUNING_JOB,
          GET_MODEL,
          GET_ENDPOINT,
          CREATE_TUNED_MODEL,
          GET_TUNED_MODEL,
          LIST_TUNED_MODELS,
          UPDATE_TUNED_MODEL,
          DELETE_TUNED_MODEL,
          GET_OPERATION,
          LIST_OPERATIONS,
          CANCEL_OPERATION,
          GET_BASE_MODEL,
          LIST_BASE_MODELS ->
          "name";
    };
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
