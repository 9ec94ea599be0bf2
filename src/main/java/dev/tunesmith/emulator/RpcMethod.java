package dev.tunesmith.emulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The methods that the emulator serves over both protocols. */
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
  GENERATE_CONTENT("GenerateContent", "generateContent", "endpoints.predict");

  private final String rpcName;
  private final String shortName;
  private final String permission;

  RpcMethod(String rpcName, String shortName, String permission) {
    this.rpcName = rpcName;
    this.shortName = shortName;
    this.permission = permission;
  }

  /** The IAM permission that the method needs. */
  String permission() {
    return "aiplatform." + permission;
  }

  /** The request's field that names the resource. */
  String resourceField() {
    return switch (this) {
      case CREATE_TUNING_JOB, LIST_TUNING_JOBS, LIST_MODELS, LIST_ENDPOINTS -> "parent";
      case GET_TUNING_JOB, CANCEL_TUNING_JOB, GET_MODEL, GET_ENDPOINT -> "name";
      case GENERATE_CONTENT -> "model";
    };
  }

  /**
   * The method's name in the service's protobuf file.
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
   *     getModel})
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
