package dev.tunesmith.vertex;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reports every call to a {@link CallListener}, and changes nothing about the calls themselves. */
public final class InstrumentedObjectStore implements ObjectStore {
  private final ObjectStore delegate;
  private final TimedCalls calls;

  /**
   * Wraps a port.
   *
   * @param delegate makes the calls
   * @param listener receives them; a listener that throws is logged and harms no call
   * @param nanoTime a monotonic clock in nanoseconds, {@code System::nanoTime} outside of tests
   */
  public InstrumentedObjectStore(
      ObjectStore delegate, CallListener listener, LongSupplier nanoTime) {
    this.delegate = delegate;
    this.calls = new TimedCalls(listener, nanoTime);
  }

  @Override
  public ListReply list(StorageFolder folder, @Nullable String pageToken) {
    return calls.timed(
        ObjectVerb.LIST,
        () -> delegate.list(folder, pageToken),
        reply ->
            switch (reply) {
              case Page page -> CallListener.OK;
              case Absent absent -> CanonicalCode.NOT_FOUND.name();
              case Failed failed -> failed.failure().code();
            });
  }

  @Override
  public DeleteReply delete(String bucket, StoredObject object) {
    return calls.timed(
        ObjectVerb.DELETE,
        () -> delegate.delete(bucket, object),
        reply ->
            switch (reply) {
              case Deleted deleted -> CallListener.OK;
              case Absent absent -> CanonicalCode.NOT_FOUND.name();
              case Kept kept -> CanonicalCode.FAILED_PRECONDITION.name();
              case Failed failed -> failed.failure().code();
            });
  }
}
