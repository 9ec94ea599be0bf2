package dev.tunesmith.emulator;

/**
 * The protocol and version by which a client speaks: the versions do not have the same fields.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.tuningJobs">TuningJob,
 *     REST v1beta1</a>
 */
enum ApiVersion {
  /** REST under {@code /v1}. */
  REST_V1,
  /** REST under {@code /v1beta1}: the only one with progress. */
  REST_V1BETA1,
  /** The gRPC services {@code google.cloud.aiplatform.v1}. */
  GRPC_V1,
  /** The gRPC services {@code google.cloud.aiplatform.v1beta1}. */
  GRPC_V1BETA1,
  /** The Gemini API's REST under {@code /v1beta}: the only one with tuned models as a resource. */
  GEMINI_V1BETA,
  /** The Gemini API's REST under {@code /v1}. */
  GEMINI_V1;

  boolean isRest() {
    return this != GRPC_V1 && this != GRPC_V1BETA1;
  }

  boolean isBeta() {
    return this == REST_V1BETA1 || this == GRPC_V1BETA1;
  }

  /** The protobuf package, as error messages spell the types of this version. */
  String typePackage() {
    return switch (this) {
      case REST_V1, GRPC_V1 -> "google.cloud.aiplatform.v1.";
      case REST_V1BETA1, GRPC_V1BETA1 -> "google.cloud.aiplatform.v1beta1.";
      case GEMINI_V1 -> "google.ai.generativelanguage.v1.";
      case GEMINI_V1BETA -> "google.ai.generativelanguage.v1beta.";
    };
  }
}
