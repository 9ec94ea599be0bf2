package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import java.time.Duration;

/** Hears what the sweep finds out. Called from the sweep's threads; must not block. */
public interface SweepListener {
  /**
   * Something was seen that could lead to another decision about a resource.
   *
   * @param key the resource
   */
  void changed(ResourceKey key);

  /**
   * A pass over a scope is done.
   *
   * @param scope the scope
   * @param kind what it did
   * @param calls how many calls it made
   * @param well whether the service could be asked
   * @param took how long it took
   */
  void swept(Scope scope, Kind kind, int calls, boolean well, Duration took);

  /** What a pass does. */
  enum Kind {
    /** A complete listing, because a question was open. */
    LOOK,
    /** Pages until all active jobs were seen. */
    PAGES,
    /** One get per active job, because that is fewer calls. */
    GETS
  }
}
