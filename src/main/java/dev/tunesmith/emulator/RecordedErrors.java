package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The messages and details that the service is known to give with a code, for ordered failures. */
final class RecordedErrors {
  private static final String DOMAIN = "aiplatform.googleapis.com";

  private RecordedErrors() {}

  static ApiError of(CanonicalCode code, @Nullable String message, Call call) {
    if (code == CanonicalCode.PERMISSION_DENIED) {
      return permissionDenied(message, call);
    }
    return ApiError.of(code, message == null ? message(code) : message);
  }

  private static String message(CanonicalCode code) {
    return switch (code) {
      case RESOURCE_EXHAUSTED ->
          "The following quota metrics exceed quota limits: "
              + DOMAIN
              + "/global_concurrent_tuning_jobs";
      case UNAVAILABLE -> "The service is currently unavailable.";
      case INTERNAL -> "Internal error encountered.";
      case DEADLINE_EXCEEDED -> "Deadline expired before operation could complete.";
      case UNAUTHENTICATED ->
          "Request had invalid authentication credentials. Expected OAuth 2 access token.";
      case INVALID_ARGUMENT -> "Request contains an invalid argument.";
      case FAILED_PRECONDITION -> "Precondition check failed.";
      case NOT_FOUND -> "Requested entity was not found.";
      case ALREADY_EXISTS -> "Requested entity already exists.";
      case ABORTED -> "The operation was aborted.";
      case CANCELLED -> "The operation was cancelled.";
      case OUT_OF_RANGE -> "Value out of range.";
      case UNIMPLEMENTED -> "Operation is not implemented, or supported, or enabled.";
      case DATA_LOSS -> "Unrecoverable data loss or corruption.";
      case UNKNOWN -> "Unknown error.";
      case OK, PERMISSION_DENIED -> throw new IllegalArgumentException("no plain message: " + code);
    };
  }

  private static ApiError permissionDenied(@Nullable String message, Call call) {
    String permission = DOMAIN.substring(0, DOMAIN.indexOf('.')) + "." + permission(call.method());
    String resource = "//" + DOMAIN + "/" + call.resource();
    ObjectNode info = Json.object();
    info.put("@type", "type.googleapis.com/google.rpc.ErrorInfo");
    info.put("reason", "IAM_PERMISSION_DENIED");
    info.put("domain", DOMAIN);
    info.putObject("metadata").put("permission", permission).put("resource", call.resource());
    ArrayNode details = Json.array().add(info);
    return new ApiError(
        CanonicalCode.PERMISSION_DENIED,
        message == null
            ? "Permission '"
                + permission
                + "' denied on resource '"
                + resource
                + "' (or it may not exist)."
            : message,
        details);
  }

  private static String permission(RpcMethod method) {
    return switch (method) {
      case CREATE_TUNING_JOB -> "tuningJobs.create";
      case GET_TUNING_JOB -> "tuningJobs.get";
      case LIST_TUNING_JOBS -> "tuningJobs.list";
      case CANCEL_TUNING_JOB -> "tuningJobs.cancel";
      case GET_MODEL -> "models.get";
      case LIST_MODELS -> "models.list";
      case GET_ENDPOINT -> "endpoints.get";
      case LIST_ENDPOINTS -> "endpoints.list";
      case GENERATE_CONTENT -> "endpoints.predict";
    };
  }
}
