package dev.tunesmith.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.vertex.CallListener;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.TimedCalls;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reports every call to a {@link CallListener}, and changes nothing about the calls themselves. */
public final class InstrumentedTunedModels implements TunedModels {
  private final TunedModels delegate;
  private final TimedCalls calls;

  /**
   * Wraps a port.
   *
   * @param delegate makes the calls; closed together with this
   * @param listener receives them; a listener that throws is logged and harms no call
   * @param nanoTime a monotonic clock in nanoseconds, {@code System::nanoTime} outside of tests
   */
  public InstrumentedTunedModels(
      TunedModels delegate, CallListener listener, LongSupplier nanoTime) {
    this.delegate = delegate;
    this.calls = new TimedCalls(listener, nanoTime);
  }

  @Override
  public CreateReply create(String id, ObjectNode model) {
    return timed(ModelVerb.CREATE, () -> delegate.create(id, model));
  }

  @Override
  public GetReply get(String name) {
    return timed(ModelVerb.GET, () -> delegate.get(name));
  }

  @Override
  public PageReply list(@Nullable String pageToken, String filter) {
    return timed(ModelVerb.LIST, () -> delegate.list(pageToken, filter));
  }

  @Override
  public PatchReply patch(String name, Set<String> mask, ObjectNode model) {
    return timed(ModelVerb.PATCH, () -> delegate.patch(name, mask, model));
  }

  @Override
  public DeleteReply delete(String name) {
    return timed(ModelVerb.DELETE, () -> delegate.delete(name));
  }

  @Override
  public OperationReply operation(String name) {
    return timed(ModelVerb.OPERATION, () -> delegate.operation(name));
  }

  @Override
  public OperationsReply operations(String model) {
    return timed(ModelVerb.OPERATIONS, () -> delegate.operations(model));
  }

  @Override
  public GenerateReply generate(String model, ObjectNode request) {
    return timed(ModelVerb.GENERATE, () -> delegate.generate(model, request));
  }

  @Override
  public StreamReply stream(String model, ObjectNode request, Consumer<ObjectNode> chunks) {
    return timed(ModelVerb.STREAM, () -> delegate.stream(model, request, chunks));
  }

  @Override
  public void close() {
    delegate.close();
  }

  private <R extends Reply> R timed(ModelVerb verb, Supplier<R> call) {
    return calls.timed(verb, call, InstrumentedTunedModels::code);
  }

  private static String code(Reply reply) {
    return switch (reply) {
      case Started started -> CallListener.OK;
      case Found found -> CallListener.OK;
      case Page page -> CallListener.OK;
      case Patched patched -> CallListener.OK;
      case Deleted deleted -> CallListener.OK;
      case FoundOperation found -> CallListener.OK;
      case FoundOperations found -> CallListener.OK;
      case Generated generated -> CallListener.OK;
      case Streamed streamed -> CallListener.OK;
      case AlreadyExists exists -> CanonicalCode.ALREADY_EXISTS.name();
      case Absent absent -> CanonicalCode.NOT_FOUND.name();
      case Refused refused -> refused.failure().code();
      case OutcomeUnknown unknown -> unknown.failure().code();
      case Unknown unknown -> unknown.failure().code();
    };
  }
}
