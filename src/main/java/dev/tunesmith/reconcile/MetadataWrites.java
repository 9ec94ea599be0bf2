package dev.tunesmith.reconcile;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The writes of a resource's metadata that the API server refused in a row. */
public final class MetadataWrites {
  private @Nullable Refused last;

  private record Refused(@Nullable String version, Duration notBefore, int times) {}

  /** How many were refused, the next one included. */
  int times() {
    return last == null ? 1 : last.times() + 1;
  }

  /**
   * One was refused: no other one before the pause is over, unless a client changes the resource.
   *
   * @param version of the resource, after the refusal was reported
   */
  void refused(@Nullable String version, Duration notBefore) {
    last = new Refused(version, notBefore, times());
  }

  /** One was written, or another resource is meant. */
  public void clear() {
    last = null;
  }

  /** How long until a version may be written; not positive when it may be now. */
  Duration untilWrite(@Nullable String version, Duration now) {
    Refused refused = last;
    return refused == null || !Objects.equals(version, refused.version())
        ? Duration.ZERO
        : refused.notBefore().minus(now);
  }
}
