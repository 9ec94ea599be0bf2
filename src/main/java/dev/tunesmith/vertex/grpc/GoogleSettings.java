package dev.tunesmith.vertex.grpc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the service.
 *
 * @param endpoint {@code host:port} for all locations, such as an emulator's; null for the
 *     service's own regional hosts
 * @param plaintext true for no TLS; then no credential is ever sent
 * @param credentials where the identity comes from
 * @param createDeadline how long a create may take, connecting included; longer than the others,
 *     since the service checks the data set first
 * @param callDeadline how long any other call may take
 */
public record GoogleSettings(
    @Nullable String endpoint,
    boolean plaintext,
    Credentials credentials,
    Duration createDeadline,
    Duration callDeadline) {

  /** The default of {@link #createDeadline}. */
  public static final Duration DEFAULT_CREATE_DEADLINE = Duration.ofSeconds(60);

  /** The default of {@link #callDeadline}. */
  public static final Duration DEFAULT_CALL_DEADLINE = Duration.ofSeconds(30);

  /** Rejects deadlines that are no deadlines. */
  public GoogleSettings {
    if (!createDeadline.isPositive() || !callDeadline.isPositive()) {
      throw new IllegalArgumentException("deadlines must be positive");
    }
  }

  /** Where the identity comes from. */
  public enum Credentials {
    /** Application Default Credentials: Workload Identity, a key file, gcloud. */
    ADC,
    /** None, for an emulator. */
    NONE
  }

  /**
   * The service itself, with the identity of the environment.
   *
   * @return Application Default Credentials, TLS and the default deadlines
   */
  public static GoogleSettings defaults() {
    return new GoogleSettings(
        null, false, Credentials.ADC, DEFAULT_CREATE_DEADLINE, DEFAULT_CALL_DEADLINE);
  }

  /**
   * A server without TLS and identities.
   *
   * @param endpoint {@code host:port}
   * @return the default deadlines
   */
  public static GoogleSettings emulator(String endpoint) {
    return new GoogleSettings(
        endpoint, true, Credentials.NONE, DEFAULT_CREATE_DEADLINE, DEFAULT_CALL_DEADLINE);
  }

  /**
   * The same with other deadlines.
   *
   * @param create replaces {@link #createDeadline}
   * @param call replaces {@link #callDeadline}
   * @return a copy
   */
  public GoogleSettings withDeadlines(Duration create, Duration call) {
    return new GoogleSettings(endpoint, plaintext, credentials, create, call);
  }
}
