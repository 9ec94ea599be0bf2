package dev.tunesmith.vertex;

/** Which API of Vertex AI the operator calls: the flag {@code --vertex-transport}. */
public enum Transport {
  /**
   * Creates and cancels of jobs that the gRPC API can express go by gRPC; everything else, and
   * every list and get, by REST v1beta1, which alone shows the progress of a job.
   */
  AUTO,
  /** Everything by gRPC v1; a method that it cannot express is refused before it is sent. */
  GRPC,
  /** Everything by REST v1beta1. */
  REST
}
