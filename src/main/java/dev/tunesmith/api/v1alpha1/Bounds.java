package dev.tunesmith.api.v1alpha1;

/**
 * The bounds of the resource's strings, lists and maps, for the schema and for the code that has to
 * stay within them. Lengths are in Unicode code points, as the API server counts them, not in
 * {@code char}s.
 *
 * <p>What the user writes is refused beyond its bound. What the service says must never be: it is
 * truncated to its maximum before it is written to {@code status}, and its schema has no pattern,
 * no enumeration and no format that could refuse it. A resource with everything at its bound still
 * fits into one etcd request (1.5 MiB).
 */
public final class Bounds {
  /** {@code spec.projectId}: a domain, a colon and 30 characters. */
  public static final int PROJECT_ID = 128;

  /** {@code location}. */
  public static final int LOCATION = 63;

  /** {@code run}. */
  public static final int RUN = 63;

  /** {@code ttlSecondsAfterFinished}: ten years. */
  public static final long TTL_SECONDS = 315_360_000;

  /** {@code managedBy}: as of a batch Job. */
  public static final int MANAGED_BY = 63;

  /** {@code activeDeadlineSeconds}: a year. */
  public static final long DEADLINE_SECONDS = 31_536_000;

  /** {@code backoffLimit}: as many as {@code status.attempts} shows, with room for one. */
  public static final long BACKOFF_LIMIT = 9;

  /** The name of a model, as a model id or as a resource name. */
  public static final int MODEL = 256;

  /** The name of a remote resource: job, model, endpoint, metadata context. */
  public static final int RESOURCE_NAME = 256;

  /** A dataset: {@code gs://}, a bucket of up to 222 bytes and an object of up to 1024. */
  public static final int DATASET_URI = 1280;

  /** A display name: the service's own bound. */
  public static final int DISPLAY_NAME = 128;

  /** {@code description}. */
  public static final int DESCRIPTION = 4096;

  /** Labels of the user: the service takes 64, and seven are the operator's. */
  public static final int LABELS = 57;

  /** A label's key or value. */
  public static final int LABEL = 63;

  /** The name of a key of the key management service. */
  public static final int KMS_KEY_NAME = 512;

  /** A service account's e-mail address. */
  public static final int SERVICE_ACCOUNT = 256;

  /** A checkpoint's id. */
  public static final int CHECKPOINT_ID = 64;

  /** {@code ADAPTER_SIZE_…}, one that the service adds later included. */
  public static final int ADAPTER_SIZE = 64;

  /**
   * Passes over the training data that a user may ask for: more is probably a typing error, and the
   * bill grows with it.
   */
  public static final int EPOCHS = 1000;

  /** The largest learning rate multiplier that a user may ask for. */
  public static final int LEARNING_RATE_MULTIPLIER = 1000;

  /** Metrics of an evaluation. */
  public static final int METRICS = 4;

  /** A prompt or an instruction of a metric. */
  public static final int METRIC_PROMPT = 2048;

  /** The operator's instance id. */
  public static final int INSTANCE_ID = 63;

  /** A digest of inputs. */
  public static final int DIGEST = 63;

  /** {@code JOB_STATE_…}, one that the service adds later included. */
  public static final int STATE = 64;

  /** A time in RFC 3339, as text. */
  public static final int TIME = 64;

  /** A reason in CamelCase. */
  public static final int REASON = 128;

  /** A condition's message. */
  public static final int CONDITION_MESSAGE = 3072;

  /** {@code status.job.error.message}. */
  public static final int ERROR_MESSAGE = 8192;

  /** Conditions: at most five are there at once. */
  public static final int CONDITIONS = 6;

  /** Attempts that are kept. */
  public static final int ATTEMPTS = 10;

  /** Checkpoints of a tuned model: the service exports about ten. */
  public static final int CHECKPOINTS = 24;

  /** A tuned model's display name at the Gemini API: the service's own bound. */
  public static final int MODEL_DISPLAY_NAME = 40;

  /** The largest {@code topK} that a user may ask for. */
  public static final int TOP_K = 1000;

  /** The largest batch that a user may ask for. */
  public static final int BATCH_SIZE = 4096;

  /** Examples that a resource may hold; a ConfigMap may hold more. */
  public static final int EXAMPLES = 1000;

  /** The input of an example: the service's own bound (tuning tutorial, limitations). */
  public static final int EXAMPLE_INPUT = 40_000;

  /** The output of an example: the service's own bound (tuning tutorial, limitations). */
  public static final int EXAMPLE_OUTPUT = 5_000;

  /** All inputs and outputs of a resource together, by rule: what etcd takes. */
  public static final int EXAMPLES_TOTAL = 120_000;

  /** The name of an object of the cluster, or of a key in it. */
  public static final int OBJECT_NAME = 253;

  /** The name of a column of training data. */
  public static final int COLUMN = 128;

  /** An origin: a scheme, a host and a port. */
  public static final int ORIGIN = 270;

  /** Snapshots of a tuning that are kept. */
  public static final int SNAPSHOTS = 50;

  /** Endpoints of an attempt: the default one, which is a checkpoint's, and the others'. */
  public static final int ENDPOINTS = 12;

  /** Distinct reasons of dropped examples that are kept. */
  public static final int DROPPED_REASONS = 5;

  /** One of them. */
  public static final int DROPPED_REASON = 256;

  /** A text or regular expression that a reward compares with. */
  public static final int EXPRESSION = 512;

  /** Python code of a reward. */
  public static final int CODE = 8192;

  /** A prompt for the judge of a reward. */
  public static final int JUDGE_PROMPT = 8192;

  /** All code and prompts of a composite reward together, by rule: what etcd takes. */
  public static final int REWARDS_TOTAL = 16_384;

  /** Rewards of a composite reward: the service's own bound. */
  public static final int REWARDS = 16;

  /** Steps of reinforcement tuning: the service's own bound. */
  public static final int STEPS = 500;

  /** Evaluations of a job: of each checkpoint, of which there are about ten. */
  public static final int EVALUATIONS = 10;

  /** Why an evaluation failed. */
  public static final int EVALUATION_ERROR = 512;

  /** Acceptance checks: each of them costs a request. */
  public static final int CHECKS = 10;

  /** The name of an acceptance check. */
  public static final int CHECK_NAME = 63;

  /** The bodies of all checks' requests together in JSON, in characters; the operator checks it. */
  public static final int CHECK_REQUESTS = 32_768;

  /** A text that an answer must contain or be. */
  public static final int EXPECTED = 512;

  /** A regular expression that an answer must match. */
  public static final int PATTERN = 256;

  /** The largest {@code maxCharacters}: more than any model answers. */
  public static final int ANSWER_CHARACTERS = 1_000_000;

  /** Why a check failed. */
  public static final int CHECK_MESSAGE = 256;

  /** An answer, or the beginning of one, in the status. */
  public static final int SHOWN_ANSWER = 256;

  private Bounds() {}
}
