package dev.tunesmith.vertex.rest;

import dev.tunesmith.rest.RestRequests;
import dev.tunesmith.vertex.ServiceHost;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the REST API.
 *
 * @param endpoint scheme, host and port for all locations, such as an emulator's; null for the
 *     service's own regional hosts
 * @param authenticate whether requests carry Application Default Credentials
 * @param createDeadline how long a create may take, connecting included; longer than the others,
 *     since the service checks the data set first
 * @param callDeadline how long any other call may take
 */
public record RestSettings(
    @Nullable URI endpoint, boolean authenticate, Duration createDeadline, Duration callDeadline) {

  /** Rejects deadlines that are no deadlines, and credentials in clear text. */
  public RestSettings {
    if (!createDeadline.isPositive() || !callDeadline.isPositive()) {
      throw new IllegalArgumentException("deadlines must be positive");
    }
    if (authenticate && endpoint != null && !"https".equals(endpoint.getScheme())) {
      throw new IllegalArgumentException("credentials are sent with TLS only");
    }
  }

  /**
   * Where a resource is: at the host of the location in its name.
   *
   * @param version of the API, such as {@code /v1/}
   * @param rest what follows the resource's name
   * @throws IllegalArgumentException when the name is none
   */
  URI uri(String version, String resource, String rest) {
    String host = "https://" + ServiceHost.of(ServiceHost.locationOf(resource));
    String base = endpoint == null ? host : endpoint.toString();
    return URI.create(base + version + RestRequests.path(resource) + rest);
  }

  /**
   * A server that is not at Vertex AI's own hosts.
   *
   * @param hostAndPort {@code host:port}
   */
  public static URI endpoint(String hostAndPort, boolean plaintext) {
    return URI.create((plaintext ? "http://" : "https://") + hostAndPort);
  }
}
