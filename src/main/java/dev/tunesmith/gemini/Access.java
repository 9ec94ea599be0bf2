package dev.tunesmith.gemini;

import java.net.URI;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where the Gemini API is, and as which identity it is called.
 *
 * @param endpoint scheme, host and port, such as {@link #PUBLIC}
 * @param plaintext whether the endpoint may be one without TLS: an emulator's, whose key is none
 *     that counts; Application Default Credentials are sent with TLS only, also then
 */
public record Access(URI endpoint, Identity identity, boolean plaintext) {
  /** The public service. */
  public static final URI PUBLIC = URI.create("https://generativelanguage.googleapis.com");

  private static final int LARGEST_PORT = 65_535;

  /** Rejects what is no endpoint, and credentials in clear text. */
  public Access {
    boolean tls = "https".equals(endpoint.getScheme());
    if (endpoint.getHost() == null
        || !(tls || "http".equals(endpoint.getScheme()))
        || endpoint.getPort() > LARGEST_PORT
        || endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null
        || !(endpoint.getRawPath().isEmpty() || endpoint.getRawPath().equals("/"))) {
      throw new IllegalArgumentException(
          "not an endpoint: give a scheme, a host and at most a port, such as " + PUBLIC);
    }
    if (!tls && !(plaintext && identity instanceof ApiKey)) {
      throw new IllegalArgumentException("credentials are sent with TLS only");
    }
  }

  /** As which identity the service is called. */
  public sealed interface Identity {}

  /**
   * An API key, sent as the header {@code x-goog-api-key}.
   *
   * @param key asked at each call, so that a new key counts without a restart; what it throws, and
   *     an empty key, is a missing key
   * @param source where a user puts the key, for messages: such as {@code the Secret that
   *     spec.apiKeySecretRef names}
   */
  public record ApiKey(Supplier<String> key, String source) implements Identity {
    /** Checks that both are there. */
    public ApiKey {
      Objects.requireNonNull(key);
      Objects.requireNonNull(source);
    }

    /** Never the key. */
    @Override
    public String toString() {
      return "ApiKey[" + source + "]";
    }
  }

  /** Application Default Credentials. */
  public record ApplicationDefault() implements Identity {}
}
