package dev.tunesmith.app;

import dev.tunesmith.gemini.Access;
import dev.tunesmith.gemini.Deadlines;
import dev.tunesmith.gemini.InstrumentedTunedModels;
import dev.tunesmith.gemini.RestTunedModels;
import dev.tunesmith.gemini.TunedModels;
import dev.tunesmith.kind.tunedmodel.ModelAccess;
import dev.tunesmith.kind.tunedmodel.ModelServices;
import dev.tunesmith.kind.tunedmodel.NamespaceObjects;
import dev.tunesmith.kind.tunedmodel.ObjectKey;
import dev.tunesmith.vertex.CallListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The clients of the Gemini API, one for each endpoint and key. */
final class GeminiClients implements ModelServices {
  private final NamespaceObjects objects;
  private final Deadlines deadlines;
  private final CallListener listener;
  private final LongSupplier nanoTime;
  private final Map<ModelAccess, TunedModels> clients = new ConcurrentHashMap<>();

  GeminiClients(
      NamespaceObjects objects, Deadlines deadlines, CallListener listener, LongSupplier nanoTime) {
    this.objects = objects;
    this.deadlines = deadlines;
    this.listener = listener;
    this.nanoTime = nanoTime;
  }

  @Override
  public TunedModels with(ModelAccess access) {
    return clients.computeIfAbsent(
        access,
        a ->
            new InstrumentedTunedModels(
                new RestTunedModels(access(a), deadlines), listener, nanoTime));
  }

  private Access access(ModelAccess access) {
    ObjectKey secret = access.apiKey();
    Access.Identity identity =
        secret == null
            ? new Access.ApplicationDefault()
            : new Access.ApiKey(
                () -> key(access.namespace(), secret),
                "the key " + secret.key() + " of the Secret " + secret.name());
    return new Access(access.endpoint(), identity, "http".equals(access.endpoint().getScheme()));
  }

  /** Read at each call, so that a new key counts without a restart. */
  private String key(String namespace, ObjectKey secret) {
    return objects.secret(namespace, secret) instanceof NamespaceObjects.Value value
        ? value.text().strip()
        : "";
  }

  @Override
  public void close() {
    clients.values().forEach(TunedModels::close);
  }
}
