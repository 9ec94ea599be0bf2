package dev.tunesmith.sim;

import dev.tunesmith.acceptance.AcceptanceMetrics;
import dev.tunesmith.acceptance.Acceptor;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelSpec;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelStatus;
import dev.tunesmith.gemini.Access;
import dev.tunesmith.gemini.TunedModels;
import dev.tunesmith.kind.tunedmodel.Endpoints;
import dev.tunesmith.kind.tunedmodel.ModelListener;
import dev.tunesmith.kind.tunedmodel.ModelPolicy;
import dev.tunesmith.kind.tunedmodel.ModelServices;
import dev.tunesmith.kind.tunedmodel.NamespaceObjects;
import dev.tunesmith.kind.tunedmodel.ObjectKey;
import dev.tunesmith.kind.tunedmodel.TunedModelController;
import dev.tunesmith.kind.tunedmodel.TunedModelKind;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.reconcile.ReconcileListener;
import dev.tunesmith.reconcile.Writes;
import dev.tunesmith.vertex.PollSchedule;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One TunedModel, the service, and one operator process after the other, on virtual time. */
final class ModelWorld {
  static final String NAME = "numbers";
  static final Duration MINUTE = Duration.ofMinutes(1);

  /** The conditions of a resource whose model is ready. */
  static final String ENDS = "Complete Finished Ready";

  final SimTime time = new SimTime();
  final SimTunedModels service = new SimTunedModels(time.others());
  final Map<String, String> configMaps = new HashMap<>();
  final Map<String, String> secrets = new HashMap<>(Map.of("gemini/api-key", "secret-key"));
  final List<String> events = new ArrayList<>();
  final List<Access> accesses = new ArrayList<>();

  /** The process dies at this effect, counted from 1; 0 for never. */
  int deathAt;

  Set<String> hosts = Set.of("gateway.example.com");
  int effects;
  Duration callsTake = Duration.ZERO;

  /** Whether an admission policy refuses changes of metadata, and how often it has. */
  boolean refusesMetadata;

  int refusals;
  int reconciliations;

  /** Of Secrets and ConfigMaps. */
  int reads;

  private @Nullable TunedModel stored;
  private int version;
  private Duration next = Duration.ZERO;
  private TunedModelController controller = controller();

  /** A spec with data of its own, a key, and further fields. */
  static String spec(String run, String... further) {
    return """
    model:
      displayName: next number
      baseModel: models/gemini-1.5-flash-001-tuning
      temperature: 0.7
      tuningTask:
        trainingData: {examples: {examples: [{textInput: "1", output: "2"}]}}
    apiKeySecretRef: {name: gemini, key: api-key}
    run: "%s"
    """
            .formatted(run)
        + String.join("\n", further);
  }

  /** The training of every model ends well, and the operator sees it. */
  void ends() {
    service.models().stream()
        .filter(model -> !model.state().ended())
        .forEach(model -> service.succeed(model.name()));
    pass(MINUTE);
  }

  /** Thrown in the place of an effect. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  private TunedModelController controller() {
    return new TunedModelController(
        new TunedModelController.Parts(
            "here",
            new ModelPolicy(URI.create("https://generativelanguage.googleapis.com"), hosts),
            Timing.DEFAULTS,
            new PollSchedule(Duration.ofSeconds(10), 300),
            new Data(),
            new Services(),
            new Endpoints(1),
            new Acceptor(
                new AcceptanceMetrics(new SimpleMeterRegistry(), "TunedModel"),
                () -> true,
                time,
                time),
            () -> true,
            (about, announcement) ->
                events.add(announcement.reason() + ": " + announcement.message()),
            new ReconcileListener() {
              @Override
              public void decided(Outcome outcome) {}

              @Override
              public void count(Occurrence occurrence) {}
            },
            new ModelListener() {
              @Override
              public void created() {}

              @Override
              public void shows(ResourceKey key, TunedModel resource) {}

              @Override
              public void ended(TunedModel resource) {}

              @Override
              public void gone(ResourceKey key) {}
            },
            time,
            time,
            () -> Long.MIN_VALUE));
  }

  private final class Data implements NamespaceObjects {
    @Override
    public Reading configMap(String namespace, ObjectKey key) {
      return value(configMaps.get(key.name() + "/" + key.key()));
    }

    @Override
    public Reading secret(String namespace, ObjectKey key) {
      return value(secrets.get(key.name() + "/" + key.key()));
    }

    private Reading value(@Nullable String text) {
      reads++;
      return text == null ? new Missing("It does not exist; create it.") : new Value(text);
    }
  }

  /** Every call is two moments at which a process can die. */
  private final class Services implements ModelServices {
    @Override
    public TunedModels with(Access access) {
      accesses.add(access);
      return (TunedModels)
          Proxy.newProxyInstance(
              TunedModels.class.getClassLoader(),
              new Class<?>[] {TunedModels.class},
              (proxy, method, args) -> {
                effect();
                time.busyFor(callsTake);
                try {
                  Object reply = method.invoke(service, args);
                  effect();
                  return reply;
                } catch (InvocationTargetException e) {
                  throw Objects.requireNonNull(e.getCause());
                }
              });
    }

    @Override
    public void close() {}
  }

  private void effect() {
    if (++effects == deathAt) {
      throw new Death();
    }
  }

  private final class Stored implements Writes<TunedModel> {
    @Override
    public void delete(TunedModel resource) {
      throw new AssertionError("no TunedModel has a time to live");
    }

    @Override
    public TunedModel status(TunedModel resource) {
      TunedModel current = checked(resource);
      return put(with(current, resource.getStatus(), current.getFinalizers()));
    }

    @Override
    public TunedModel finalizer(TunedModel resource, boolean present) {
      TunedModel current = checked(resource);
      if (refusesMetadata) {
        refusals++;
        throw new KubernetesClientException(
            "denied by a policy", HttpURLConnection.HTTP_FORBIDDEN, null);
      }
      return put(
          with(
              current,
              current.getStatus(),
              present ? List.of(TunedModelKind.FINALIZER) : List.of()));
    }

    private TunedModel checked(TunedModel read) {
      effect();
      TunedModel current = stored;
      if (current == null) {
        throw new KubernetesClientException("gone", HttpURLConnection.HTTP_NOT_FOUND, null);
      }
      if (!current
          .getMetadata()
          .getResourceVersion()
          .equals(read.getMetadata().getResourceVersion())) {
        throw new KubernetesClientException("conflict", HttpURLConnection.HTTP_CONFLICT, null);
      }
      return current;
    }

    private TunedModel put(TunedModel resource) {
      store(resource);
      effect();
      return resource;
    }
  }

  private static TunedModel with(
      TunedModel old, @Nullable TunedModelStatus status, List<String> finalizers) {
    TunedModel copy = new TunedModel();
    copy.setMetadata(new ObjectMetaBuilder(old.getMetadata()).withFinalizers(finalizers).build());
    copy.setSpec(old.getSpec());
    copy.setStatus(status);
    return copy;
  }

  /** The API server removes what is deleted and has no finalizer. */
  private void store(TunedModel resource) {
    resource.getMetadata().setResourceVersion(Integer.toString(++version));
    boolean gone = resource.isMarkedForDeletion() && resource.getFinalizers().isEmpty();
    stored = gone ? null : resource;
    if (gone) {
      controller.gone(resource);
    }
  }

  // ---- what people do

  /** Applies a manifest: the spec in YAML. */
  void apply(String spec) {
    TunedModel old = stored;
    TunedModel resource = new TunedModel();
    resource.setMetadata(
        old == null
            ? new ObjectMetaBuilder()
                .withNamespace("team-a")
                .withName(NAME)
                .withUid("uid-" + version)
                .withGeneration(1L)
                .build()
            : new ObjectMetaBuilder(old.getMetadata())
                .withGeneration(old.getMetadata().getGeneration() + 1)
                .build());
    resource.setSpec(Serialization.unmarshal(spec, TunedModelSpec.class));
    resource.setStatus(
        old == null
            ? Serialization.unmarshal("observedGeneration: -1", TunedModelStatus.class)
            : old.getStatus());
    store(resource);
    next = time.now();
  }

  void delete() {
    TunedModel old = Objects.requireNonNull(stored);
    TunedModel deleted = with(old, old.getStatus(), old.getFinalizers());
    deleted.getMetadata().setDeletionTimestamp(time.instant().toString());
    store(deleted);
    next = time.now();
  }

  void loseStatus() {
    forge("observedGeneration: -1");
  }

  /** Another client writes the status. */
  void forge(String status) {
    TunedModel old = Objects.requireNonNull(stored);
    store(with(old, Serialization.unmarshal(status, TunedModelStatus.class), old.getFinalizers()));
    next = time.now();
  }

  void restart() {
    controller = controller();
    next = time.now();
  }

  /** Time passes; after a death another process takes over. */
  void pass(Duration duration) {
    Duration end = time.now().plus(duration);
    while (time.now().compareTo(end) < 0) {
      TunedModel resource = stored;
      if (resource != null && time.now().compareTo(next) >= 0) {
        int before = version;
        try {
          TunedModel read = new TunedModelKind().copy(resource);
          reconciliations++;
          next = time.now().plus(controller.reconcile(read, new Stored()));
        } catch (Death death) {
          restart();
          next = time.now().plusSeconds(5);
        }
        if (version != before && stored != null && next.compareTo(time.now().plusSeconds(1)) > 0) {
          next = time.now().plusSeconds(1); // the watch shows what was written
        }
      }
      time.advance(Duration.ofSeconds(1));
    }
  }

  // ---- what people see

  TunedModel resource() {
    return Objects.requireNonNull(stored);
  }

  boolean exists() {
    return stored != null;
  }

  List<String> finalizers() {
    return Objects.requireNonNull(stored).getFinalizers();
  }

  TunedModelStatus status() {
    return Objects.requireNonNull(Objects.requireNonNull(stored).getStatus());
  }

  Condition ready() {
    return status().conditions().stream()
        .filter(condition -> "Ready".equals(condition.getType()))
        .findFirst()
        .orElseThrow();
  }

  boolean isDeleted() {
    return Objects.requireNonNull(stored).isMarkedForDeletion();
  }

  /** Whether the API server takes a manifest of this run. */
  boolean mayRun(String run) {
    TunedModel old = stored;
    return old == null
        || (!old.isMarkedForDeletion()
            && (run.equals(old.getSpec().run())
                || (conditions().contains("Finished") && !isMaking(old.getStatus()))));
  }

  private static boolean isMaking(@Nullable TunedModelStatus status) {
    return status != null
        && status.state() != null
        && !Set.of("Active", "Failed").contains(status.state())
        && !Set.of("ModelGone", "InputsChanged").contains(status.reason());
  }

  String conditions() {
    return SimCluster.conditions(status().conditions());
  }

  String only() {
    if (service.models().size() != 1) {
      throw new AssertionError("not exactly one model: " + service.models());
    }
    return service.models().getFirst().name();
  }
}
