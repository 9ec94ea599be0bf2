package dev.tunesmith.app;

import dev.tunesmith.vertex.RoutedTuningJobs;
import dev.tunesmith.vertex.Transport;
import dev.tunesmith.vertex.TunedEndpoints;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import dev.tunesmith.vertex.rest.RestSettings;
import dev.tunesmith.vertex.rest.RestTunedEndpoints;
import dev.tunesmith.vertex.rest.RestTuningJobs;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The clients of Vertex AI, one for each API, behind one port. */
public final class VertexClients implements AutoCloseable {
  /** Long enough for a model that thinks first; a worker waits for it. */
  static final Duration GENERATE_DEADLINE = Duration.ofMinutes(1);

  private final Transport transport;
  private final GoogleTuningJobs grpc;
  private final RestTuningJobs rest;
  private final TuningJobs routed;
  private final RestTunedEndpoints endpoints;

  /**
   * Connects to nothing yet.
   *
   * @param settings how to reach the gRPC API
   * @param restEndpoint {@code host:port} of the REST API where it is not the one in the settings;
   *     an emulator has two. With an endpoint in the settings and none here, {@link Transport#AUTO}
   *     calls by gRPC alone
   */
  public VertexClients(
      Transport transport, GoogleSettings settings, @Nullable String restEndpoint) {
    boolean grpcAlone =
        transport == Transport.AUTO && settings.endpoint() != null && restEndpoint == null;
    String endpoint = restEndpoint != null ? restEndpoint : settings.endpoint();
    this.transport = grpcAlone ? Transport.GRPC : transport;
    this.grpc = new GoogleTuningJobs(settings);
    RestSettings restSettings =
        new RestSettings(
            endpoint == null ? null : RestSettings.endpoint(endpoint, settings.plaintext()),
            settings.credentials() == GoogleSettings.Credentials.ADC,
            settings.createDeadline(),
            settings.callDeadline());
    this.rest = new RestTuningJobs(restSettings);
    this.endpoints = new RestTunedEndpoints(restSettings, GENERATE_DEADLINE);
    this.routed = new RoutedTuningJobs(this.transport, grpc, rest);
  }

  /** The port; closed together with this. */
  public TuningJobs tuningJobs() {
    return routed;
  }

  /** The endpoints of tuned models, by REST; closed together with this. */
  public TunedEndpoints endpoints() {
    return endpoints;
  }

  /**
   * Finds credentials without calling the service, for the check at start.
   *
   * @throws IOException when there are none
   */
  public void checkCredentials(String location) throws IOException {
    if (transport == Transport.REST) {
      rest.checkCredentials();
    } else {
      grpc.checkCredentials(location);
    }
  }

  @Override
  public void close() {
    try {
      routed.close();
    } finally {
      endpoints.close();
    }
  }
}
