package dev.tunesmith.vertex;

import java.util.function.Supplier;

/** Reports every call to a {@link CallListener}, and changes nothing about the calls themselves. */
final class InstrumentedArtifacts implements Artifacts {
  private final Artifacts delegate;
  private final TimedCalls calls;

  InstrumentedArtifacts(Artifacts delegate, TimedCalls calls) {
    this.delegate = delegate;
    this.calls = calls;
  }

  @Override
  public EndpointReply endpoint(String name) {
    return timed(ArtifactVerb.GET_ENDPOINT, () -> delegate.endpoint(name));
  }

  @Override
  public ChangeReply undeploy(String endpoint, String deployedModelId) {
    return timed(ArtifactVerb.UNDEPLOY, () -> delegate.undeploy(endpoint, deployedModelId));
  }

  @Override
  public ChangeReply deleteEndpoint(String name) {
    return timed(ArtifactVerb.DELETE_ENDPOINT, () -> delegate.deleteEndpoint(name));
  }

  @Override
  public VersionReply version(String name) {
    return timed(ArtifactVerb.GET_MODEL, () -> delegate.version(name));
  }

  @Override
  public VersionsReply versions(String name) {
    return timed(ArtifactVerb.LIST_VERSIONS, () -> delegate.versions(name));
  }

  @Override
  public ChangeReply deleteVersion(String name) {
    return timed(ArtifactVerb.DELETE_VERSION, () -> delegate.deleteVersion(name));
  }

  @Override
  public ChangeReply deleteModel(String name) {
    return timed(ArtifactVerb.DELETE_MODEL, () -> delegate.deleteModel(name));
  }

  @Override
  public ChangeReply setDefaultCheckpoint(String name, String checkpoint) {
    return timed(ArtifactVerb.PATCH_MODEL, () -> delegate.setDefaultCheckpoint(name, checkpoint));
  }

  private <R> R timed(ArtifactVerb verb, Supplier<R> call) {
    return calls.timed(
        verb,
        call,
        reply ->
            switch (reply) {
              case Absent absent -> CanonicalCode.NOT_FOUND.name();
              case Failed failed -> failed.failure().code();
              default -> CallListener.OK;
            });
  }
}
