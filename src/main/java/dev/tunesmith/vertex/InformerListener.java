package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.Scope;
import java.time.Duration;

/** Receives the events of the informer. Called from its threads; must not block or throw. */
public interface InformerListener {
  /** How a pass read a scope's jobs. */
  enum Kind {
    /** A complete listing. */
    LISTING,
    /** Pages until all active jobs were seen. */
    PAGES,
    /** The active jobs one by one. */
    GETS
  }

  /**
   * Something that a resource was waiting for is known, or one of its jobs changed.
   *
   * @param resource the resource's label
   */
  void changed(String resource);

  /**
   * A pass over a scope is over.
   *
   * @param ended the uptime
   */
  void passed(Scope scope, Kind kind, int calls, boolean complete, Duration took, Duration ended);
}
