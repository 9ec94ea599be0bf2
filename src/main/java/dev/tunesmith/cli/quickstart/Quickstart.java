package dev.tunesmith.cli.quickstart;

import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.app.ExitCode;
import dev.tunesmith.app.Kubeconfig;
import dev.tunesmith.app.StartException;
import dev.tunesmith.app.Unreachable;
import dev.tunesmith.cli.manifest.Manifest;
import dev.tunesmith.cli.manifest.ManifestCheck;
import dev.tunesmith.cli.manifest.ValidationError;
import dev.tunesmith.cli.quickstart.OperatorAssembly.Order;
import dev.tunesmith.cli.quickstart.OperatorAssembly.Running;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.gate.PolicyGate;
import dev.tunesmith.kind.tuningjob.DesiredJobs;
import dev.tunesmith.kind.tuningjob.Preflight;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of the quickstart, from manifests to what came of them. */
final class Quickstart {
  private static final String EMULATED_PROJECT = "local-project";

  /** A job of half a minute to a minute then takes six to ten seconds. */
  private static final double EMULATED_SPEED = 6;

  private static final Set<String> ANY = Set.of("*");

  private final QuickstartFlags flags;
  private final OperatorAssembly assembly;
  private final Surroundings surroundings;
  private final Clock clock;
  private final Consumer<String> say;
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile @Nullable Progress progress;

  /**
   * A run.
   *
   * @param flags the options, checked
   * @param assembly the operator
   * @param surroundings the machine
   * @param clock wall time
   * @param say prints a line at once
   */
  Quickstart(
      QuickstartFlags flags,
      OperatorAssembly assembly,
      Surroundings surroundings,
      Clock clock,
      Consumer<String> say) {
    this.flags = flags;
    this.assembly = assembly;
    this.surroundings = surroundings;
    this.clock = clock;
    this.say = say;
  }

  /**
   * Runs.
   *
   * @return whether every job ended in Complete
   * @throws WrongManifestsException before anything was sent
   * @throws QuickstartException when something it needs is not there
   */
  boolean run() throws WrongManifestsException, QuickstartException, InterruptedException {
    Config named = flags.kubeconfig == null ? null : read(flags.kubeconfig);
    String namespace = namespace(named);
    List<Manifest> manifests = manifests(namespace);
    Set<String> keys =
        manifests.stream()
            .map(each -> each.kind() + "/" + each.name())
            .collect(Collectors.toCollection(TreeSet::new));
    if (flags.billed()) {
      say.accept(
          "Google bills project %s for what is tuned now: %s (%s where no location is named)."
              .formatted(flags.project, String.join(", ", keys), flags.location));
    }
    try (Interruption interruption = new Interruption(this::cutShort);
        Server server =
            new Servers(surroundings, interruption, say)
                .open(flags.kubeconfig, named, flags.server)) {
      Cluster cluster = new Cluster(server, namespace);
      try {
        prepare(server, cluster, keys);
        refuse(cluster.refusals(manifests));
        return work(server, cluster, manifests, keys);
      } catch (KubernetesClientException e) {
        throw new QuickstartException(
            ExitCode.NO_CLUSTER, Unreachable.message(e, server.client().getConfiguration()));
      }
    }
  }

  private void cutShort() {
    asked.countDown();
    Progress followed = progress;
    if (followed != null) {
      followed.cutShort();
    }
  }

  private static Config read(Path kubeconfig) throws QuickstartException {
    try {
      return Kubeconfig.read(kubeconfig);
    } catch (StartException e) {
      throw QuickstartException.of(e);
    }
  }

  private String namespace(@Nullable Config named) {
    if (flags.namespace != null) {
      return flags.namespace;
    }
    return named != null && named.getNamespace() != null ? named.getNamespace() : "default";
  }

  private PolicyGate policy() {
    String project = flags.billed() ? flags.project : EMULATED_PROJECT;
    return flags.billed() || flags.policy
        ? new PolicyGate(project, Set.of(), flags.allowServiceAccounts, flags.allowKmsKeys)
        : new PolicyGate(project, ANY, ANY, ANY);
  }

  private List<Manifest> manifests(String namespace) throws WrongManifestsException {
    ManifestReader reader =
        new ManifestReader(
            new ManifestCheck(
                assembly.crds().stream()
                    .filter(
                        // The public Gemini API accepts no new tunings: the emulator alone does.
                        crd ->
                            !flags.billed()
                                || crd.getSpec()
                                    .getNames()
                                    .getKind()
                                    .equals(ManifestCheck.TUNING_JOB))
                    .toList(),
                new Preflight(
                    new DesiredJobs(policy().defaultProject(), flags.location), policy())),
            namespace);
    if (flags.manifests.isEmpty()) {
      Samples.read(reader);
    } else {
      flags.manifests.forEach(reader::read);
    }
    refuse(reader.errors());
    return reader.manifests();
  }

  private static void refuse(List<ValidationError> errors) throws WrongManifestsException {
    if (!errors.isEmpty()) {
      throw new WrongManifestsException(errors);
    }
  }

  private void prepare(Server server, Cluster cluster, Set<String> keys)
      throws QuickstartException {
    if (server.embedded() || flags.installCrd) {
      cluster.prepare(assembly.crds());
    }
    if (!server.embedded()) {
      try {
        assembly.check(server.client());
      } catch (QuickstartException e) {
        boolean updatable = e.exitCode() == ExitCode.CRD_UNUSABLE;
        String offer = updatable ? "; or add " + QuickstartFlags.INSTALL_CRD : "";
        throw new QuickstartException(e.exitCode(), e.getMessage() + offer);
      }
      cluster.refuseCompany(keys, flags.billed(), flags.besideOperator);
    }
  }

  @SuppressWarnings("try") // operator and informer work by being open
  private boolean work(Server server, Cluster cluster, List<Manifest> manifests, Set<String> keys)
      throws QuickstartException, InterruptedException {
    say.accept("Operator: watches the namespace " + cluster.namespace() + " alone");
    Progress followed = new Progress(keys, flags.details, table(keys), say, clock);
    progress = followed;
    try (Emulator emulator = flags.billed() ? null : emulator();
        Running operator = assembly.start(server.client(), order(server, cluster, emulator));
        SharedIndexInformer<TuningJob> jobs =
            server
                .client()
                .resources(TuningJob.class)
                .inNamespace(cluster.namespace())
                .inform(followed.of(Seen::of));
        SharedIndexInformer<TunedModel> models =
            server
                .client()
                .resources(TunedModel.class)
                .inNamespace(cluster.namespace())
                .inform(followed.of(Seen::of))) {
      if (asked.getCount() > 0) {
        cluster.apply(manifests);
        followed.await(flags.timeout());
      }
      List<Seen> latest = followed.latest();
      Closing closing = new Closing(say, flags, server, surroundings);
      closing.print(keys, latest);
      if (flags.keepRunning) {
        say.accept("Running on, until Ctrl-C.");
        asked.await();
      }
      if (flags.deleteAfterwards) {
        cluster.delete(manifests);
        say.accept("Deleted: " + String.join(", ", keys));
      }
      return Closing.allComplete(keys, latest);
    }
  }

  /** Between lines of a log there is no place for one, and a long one would not fit. */
  private @Nullable LiveTable table(Set<String> keys) {
    boolean alone = !flags.details && !flags.verbose && !flags.billed();
    return alone && keys.size() < LiveTable.MOST_LINES && LiveTable.isPossible(surroundings)
        ? new LiveTable()
        : null;
  }

  private Emulator emulator() {
    try {
      Emulator emulator =
          // A sample tunes a model further that no job of the quickstart makes.
          Emulator.start(
              EmulatorOptions.defaults().withSpeed(EMULATED_SPEED).withAnyBaseModel(), clock);
      say.accept(
          "Vertex AI, Gemini API: the local emulator, %s times faster; nothing leaves this machine, nothing is billed"
              .formatted(Math.round(EMULATED_SPEED)));
      if (flags.details || flags.keepRunning) {
        say.accept(
            "  http://127.0.0.1:%s/v1/projects/%s/locations/%s/tuningJobs"
                .formatted(emulator.httpPort(), EMULATED_PROJECT, flags.location));
      }
      return emulator;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Order order(Server server, Cluster cluster, @Nullable Emulator emulator)
      throws QuickstartException {
    String id = flags.instanceId;
    if (id == null) {
      id = server.embedded() ? "quickstart" : assembly.instanceId(server.client());
    }
    return new Order(
        id,
        policy(),
        flags.location,
        emulator == null ? null : "127.0.0.1:" + emulator.grpcPort(),
        emulator == null ? null : URI.create("http://127.0.0.1:" + emulator.httpPort()),
        flags.pollInterval(),
        cluster.namespace(),
        !server.embedded());
  }
}
