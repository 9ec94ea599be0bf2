package dev.tunesmith.app;

import dev.tunesmith.acceptance.Acceptor;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.gate.Gate;
import dev.tunesmith.gate.ParentGate;
import dev.tunesmith.gate.SuspendGate;
import dev.tunesmith.gate.TransportGate;
import dev.tunesmith.gate.ValidityGate;
import dev.tunesmith.gemini.Deadlines;
import dev.tunesmith.kind.tunedmodel.Endpoints;
import dev.tunesmith.kind.tunedmodel.TunedModelController;
import dev.tunesmith.kind.tunedmodel.TunedModelKind;
import dev.tunesmith.kind.tuningjob.TuningJobKind;
import dev.tunesmith.lifecycle.Decider;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.reconcile.EventRecorder;
import dev.tunesmith.reconcile.JobController;
import dev.tunesmith.reconcile.JobKind;
import dev.tunesmith.reconcile.ResourceController;
import dev.tunesmith.reconcile.ResourceKind;
import dev.tunesmith.vertex.InstrumentedObjectStore;
import dev.tunesmith.vertex.JobInformer;
import dev.tunesmith.vertex.ObjectStore;
import dev.tunesmith.vertex.TunedEndpoints;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import dev.tunesmith.vertex.rest.RestObjectStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The kinds of this operator. */
public final class Kinds {
  /** As the defaults, but that a worker waits for the answer to a check, and no person does. */
  private static final Deadlines DEADLINES =
      new Deadlines(
          Deadlines.DEFAULT.create(), Deadlines.DEFAULT.call(), VertexClients.GENERATE_DEADLINE);

  private Kinds() {}

  /** Every kind; another one is one more line. */
  public static List<Kind<?>> all(OperatorOptions options, Clock clock, Metrics metrics) {
    return List.of(
        jobs(
            new TuningJobKind(
                options.desiredJobs(),
                clock,
                metrics.tuningJobs(),
                options.controller().ttlAfterFinished())),
        new Kind<>(new TunedModelKind(), Kinds::tunedModels));
  }

  /** A kind whose resources become tuning jobs. */
  public static <R extends HasMetadata> Kind<R> jobs(JobKind<R> kind) {
    return new Kind<>(
        kind,
        parts ->
            new JobController<>(
                new JobController.Parts<>(
                    kind,
                    parts.settings(),
                    new Decider(parts.settings().timing()),
                    Gate.all(
                        List.of(
                            parts.options().policy(),
                            new ValidityGate(),
                            new TransportGate(parts.jobs()::inexpressible),
                            new SuspendGate(),
                            new ParentGate())),
                    parts.jobs(),
                    parts.informer(),
                    new ResultConfigMaps(parts.client()),
                    parts.acceptor(kind),
                    parts.endpoints(),
                    parts.objects(),
                    parts.mayAct(),
                    parts.wake(),
                    parts.events(),
                    parts.metrics().reconciliations(kind.type()),
                    parts.clock(),
                    parts.uptime(),
                    parts.random())));
  }

  private static TunedModelController tunedModels(Parts parts) {
    return new TunedModelController(
        new TunedModelController.Parts(
            parts.settings().instanceId(),
            parts.options().models(),
            parts.settings().timing(),
            parts.settings().schedule(),
            new ClusterObjects(parts.client()),
            new GeminiClients(
                DEADLINES, parts.metrics().gemini(), () -> parts.uptime().now().toNanos()),
            new Endpoints(parts.options().controller().workers()),
            parts.acceptor(new TunedModelKind()),
            parts.mayAct(),
            parts.events(),
            parts.metrics().reconciliations(TunedModel.class),
            parts.metrics().tunedModels(),
            parts.clock(),
            parts.uptime(),
            parts.random()));
  }

  static List<? extends ResourceKind<?>> types(List<Kind<?>> kinds) {
    return kinds.stream().map(Kind::type).toList();
  }

  /** A kind, and what makes its controller. */
  public record Kind<R extends HasMetadata>(
      ResourceKind<R> type, Function<Parts, ResourceController<R>> controller) {}

  /** What a process has, to make controllers of. */
  record Parts(
      OperatorOptions options,
      JobController.Settings settings,
      KubernetesClient client,
      TuningJobs jobs,
      TunedEndpoints endpoints,
      JobInformer informer,
      BooleanSupplier mayAct,
      Consumer<String> wake,
      EventRecorder events,
      Metrics metrics,
      Clock clock,
      Uptime uptime,
      RandomGenerator random) {
    ObjectStore objects() {
      GoogleSettings service = options.vertex().service();
      return new InstrumentedObjectStore(
          new RestObjectStore(
              options.vertex().storageEndpoint(),
              service.credentials() == GoogleSettings.Credentials.ADC,
              service.callDeadline()),
          metrics.storage(),
          () -> uptime.now().toNanos());
    }

    Acceptor acceptor(ResourceKind<?> kind) {
      return new Acceptor(metrics.acceptance(kind.type()), mayAct, clock, uptime);
    }
  }
}
