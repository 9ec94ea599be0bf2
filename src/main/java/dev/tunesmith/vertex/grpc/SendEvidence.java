package dev.tunesmith.vertex.grpc;

import com.google.api.gax.grpc.GrpcCallContext;
import dev.tunesmith.vertex.Reached;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/**
 * Finds out how far one call got.
 *
 * <p>gRPC makes up codes of its own, some of which read like refusals although the request may have
 * been accepted: a connection closed with {@code ENHANCE_YOUR_CALM} (which servers send for too
 * many pings) becomes RESOURCE_EXHAUSTED, {@code INADEQUATE_SECURITY} becomes PERMISSION_DENIED, an
 * HTTP 401, 403 or 404 without a gRPC status becomes UNAUTHENTICATED, PERMISSION_DENIED or
 * UNIMPLEMENTED. What the peer itself said arrives in trailers, and only those are shown to a
 * tracer. (A reply above the size limit would be RESOURCE_EXHAUSTED even after trailers, so {@link
 * ClientPool} sets no limit; trailers above the limit are not shown, so that limit is high.)
 */
final class SendEvidence extends ClientStreamTracer.Factory {

  private volatile Reached reached = Reached.NOTHING;

  /**
   * The context to make one call with.
   *
   * @return a context that reports to this
   */
  GrpcCallContext context() {
    return GrpcCallContext.createDefault()
        .withCallOptions(CallOptions.DEFAULT.withStreamTracerFactory(this));
  }

  /**
   * How far the call has got.
   *
   * @return final once the call has ended
   */
  Reached reached() {
    return reached;
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void streamCreated(Attributes transport, Metadata headers) {
        reached = Reached.CONNECTION;
      }

      @Override
      public void inboundTrailers(Metadata trailers) {
        reached = Reached.SERVICE;
      }
    };
  }
}
