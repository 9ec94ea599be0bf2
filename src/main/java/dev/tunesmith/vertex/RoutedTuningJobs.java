package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The port on two APIs: sends each call by the one that {@link Transport} says. */
public final class RoutedTuningJobs implements TuningJobs {
  private final Transport transport;
  private final TuningJobs grpc;
  private final TuningJobs rest;

  /**
   * Routes calls.
   *
   * @param grpc closed together with this
   * @param rest closed together with this
   */
  public RoutedTuningJobs(Transport transport, TuningJobs grpc, TuningJobs rest) {
    this.transport = transport;
    this.grpc = grpc;
    this.rest = rest;
  }

  @Override
  public CreateReply create(Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    boolean byGrpc =
        switch (transport) {
          case GRPC -> true;
          case REST -> false;
          case AUTO -> grpc.inexpressible(request).isEmpty();
        };
    return (byGrpc ? grpc : rest).create(scope, request, ownerLabels);
  }

  @Override
  public List<String> inexpressible(JobRequest request) {
    return transport == Transport.GRPC ? grpc.inexpressible(request) : rest.inexpressible(request);
  }

  @Override
  public GetReply get(Scope scope, JobName name) {
    return reads().get(scope, name);
  }

  @Override
  public PageReply list(Scope scope, @Nullable String pageToken) {
    return reads().list(scope, pageToken);
  }

  @Override
  public CancelReply cancel(Scope scope, JobName name) {
    return (transport == Transport.REST ? rest : grpc).cancel(scope, name);
  }

  @Override
  public ModelReply model(Scope scope, String model) {
    return reads().model(scope, model);
  }

  /** By REST, whatever the transport: the gRPC adapter has no such calls. */
  @Override
  public Artifacts artifacts() {
    return rest.artifacts();
  }

  @Override
  public RewardReply checkReward(Scope scope, String json) {
    return reads().checkReward(scope, json);
  }

  @Override
  public void close() {
    try {
      grpc.close();
    } finally {
      rest.close();
    }
  }

  private TuningJobs reads() {
    return transport == Transport.GRPC ? grpc : rest;
  }
}
