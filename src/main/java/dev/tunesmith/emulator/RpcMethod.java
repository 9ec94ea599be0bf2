package dev.tunesmith.emulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The methods that the emulator serves, over both protocols. */
public enum RpcMethod {
  /** {@code tuningJobs.create}. */
  CREATE_TUNING_JOB("CreateTuningJob", "create"),
  /** {@code tuningJobs.get}. */
  GET_TUNING_JOB("GetTuningJob", "get"),
  /** {@code tuningJobs.list}. */
  LIST_TUNING_JOBS("ListTuningJobs", "list"),
  /** {@code tuningJobs.cancel}. */
  CANCEL_TUNING_JOB("CancelTuningJob", "cancel"),
  /** {@code models.get}. */
  GET_MODEL("GetModel", "getModel"),
  /** {@code models.list}. */
  LIST_MODELS("ListModels", "listModels"),
  /** {@code endpoints.get}. */
  GET_ENDPOINT("GetEndpoint", "getEndpoint"),
  /** {@code endpoints.list}. */
  LIST_ENDPOINTS("ListEndpoints", "listEndpoints"),
  /** {@code endpoints.generateContent}. */
  GENERATE_CONTENT("GenerateContent", "generateContent");

  private final String rpcName;
  private final String shortName;

  RpcMethod(String rpcName, String shortName) {
    this.rpcName = rpcName;
    this.shortName = shortName;
  }

  /**
   * The method's name in the service's protobuf definition.
   *
   * @return such as {@code CreateTuningJob}
   */
  @JsonValue
  public String rpcName() {
    return rpcName;
  }

  /**
   * Reads a name.
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
