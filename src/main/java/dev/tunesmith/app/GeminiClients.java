package dev.tunesmith.app;

import dev.tunesmith.gemini.Access;
import dev.tunesmith.gemini.Deadlines;
import dev.tunesmith.gemini.InstrumentedTunedModels;
import dev.tunesmith.gemini.RestTunedModels;
import dev.tunesmith.gemini.TunedModels;
import dev.tunesmith.kind.tunedmodel.ModelServices;
import dev.tunesmith.vertex.CallListener;
import java.util.function.LongSupplier;

/** The Gemini API over one set of connections, whatever the endpoint and the key. */
final class GeminiClients implements ModelServices {
  private final RestTunedModels connections;
  private final CallListener listener;
  private final LongSupplier nanoTime;

  GeminiClients(Deadlines deadlines, CallListener listener, LongSupplier nanoTime) {
    this.connections =
        new RestTunedModels(
            new Access(Access.PUBLIC, new Access.ApplicationDefault(), false), deadlines);
    this.listener = listener;
    this.nanoTime = nanoTime;
  }

  @Override
  public TunedModels with(Access access) {
    return new InstrumentedTunedModels(connections.as(access), listener, nanoTime);
  }

  @Override
  public void close() {
    connections.close();
  }
}
