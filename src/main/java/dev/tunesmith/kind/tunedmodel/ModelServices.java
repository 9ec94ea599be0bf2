package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.gemini.Access;
import dev.tunesmith.gemini.TunedModels;

/** The ways to the service, one for each access. */
public interface ModelServices {
  /** A way; closed together with this. */
  TunedModels with(Access access);

  /** Ends all connections. */
  void close();
}
