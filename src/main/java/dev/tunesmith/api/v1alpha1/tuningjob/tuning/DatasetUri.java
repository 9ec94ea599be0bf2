package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/** The rules of a dataset's URI: its object may end in anything, the service looks inside. */
final class DatasetUri {
  private static final String GCS = "gs://[a-z0-9]([a-z0-9._-]{0,220}[a-z0-9])?/.+";

  /** An object of Cloud Storage. */
  static final String OBJECT = "self.matches(r'^" + GCS + "$')";

  static final String OBJECT_MESSAGE =
      "must be a Cloud Storage URI with bucket and object, such as gs://my-bucket/train.jsonl";

  /** An object of Cloud Storage, or a Multimodal Dataset. */
  static final String ANY =
      "self.matches(r'^(" + GCS + "|projects/[^/\\s]+/locations/[^/\\s]+/datasets/[^/\\s]+)$')";

  static final String ANY_MESSAGE =
      OBJECT_MESSAGE
          + ", or a dataset's resource name, such as"
          + " projects/my-project/locations/us-central1/datasets/1234567890";

  /** A rule of its own, for its message; of what is no URI at all, the others speak. */
  static final String BUCKET = "!self.matches(r'^gs://[a-z0-9]{1,2}/')";

  static final String BUCKET_MESSAGE =
      "the bucket's name is too short: it must have at least 3 characters";

  private DatasetUri() {}
}
