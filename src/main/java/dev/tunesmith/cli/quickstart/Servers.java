package dev.tunesmith.cli.quickstart;

import dev.tunesmith.app.ExitCode;
import dev.tunesmith.app.Kubeconfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Chooses the API server and says which: a cluster that was named, a real one, or the mock. */
final class Servers {
  private final Surroundings surroundings;
  private final Interruption interruption;
  private final Consumer<String> say;

  /**
   * A choice.
   *
   * @param surroundings where programs are searched
   * @param interruption the user's request to end
   * @param say reports to the user what was chosen
   */
  Servers(Surroundings surroundings, Interruption interruption, Consumer<String> say) {
    this.surroundings = surroundings;
    this.interruption = interruption;
    this.say = say;
  }

  /** What the user asked for. */
  enum Wanted {
    /** A real one where its programs are, else the mock. */
    AUTO,
    /** A real one or none. */
    KUBE_APISERVER,
    /** The mock. */
    MOCK
  }

  /**
   * Opens a server.
   *
   * @param kubeconfig the named cluster's; null for none
   * @param named what was read from it
   * @param wanted which one, where no cluster was named
   */
  Server open(@Nullable Path kubeconfig, @Nullable Config named, Wanted wanted)
      throws QuickstartException {
    if (kubeconfig != null && named != null) {
      return named(kubeconfig, named);
    }
    return switch (wanted) {
      case MOCK -> mock("");
      case KUBE_APISERVER ->
          KubeApiServer.programs(surroundings)
              .map(this::real)
              .orElseThrow(() -> new QuickstartException(ExitCode.NO_CLUSTER, missing()));
      case AUTO -> {
        Optional<Path> programs = KubeApiServer.programs(surroundings);
        yield programs.isPresent() ? real(programs.get()) : mock(" (" + missing() + ")");
      }
    };
  }

  private String missing() {
    return "no "
        + String.join(", ", KubeApiServer.NEEDED)
        + " in "
        + surroundings.programs().resolve("k8s")
        + "/<version>"
        + surroundings.platform();
  }

  private Server named(Path kubeconfig, Config config) throws QuickstartException {
    KubernetesClient client;
    try {
      client = new KubernetesClientBuilder().withConfig(config).build();
    } catch (KubernetesClientException e) {
      throw QuickstartException.of(Kubeconfig.unusable(e));
    }
    say.accept("API server: the cluster of " + kubeconfig + ", " + config.getMasterUrl());
    return new Server(
        Server.Kind.NAMED, client, "kubectl --kubeconfig " + quoted(kubeconfig), () -> {});
  }

  private Server real(Path programs) {
    KubeApiServer server = KubeApiServer.start(surroundings.programs(), programs, interruption);
    try {
      String kubectl =
          quoted(programs.resolve("kubectl")) + " --kubeconfig " + quoted(server.kubeconfig());
      say.accept(
          "API server: a real kube-apiserver " + server.version() + ", which ends with this");
      say.accept("  " + kubectl + " get tuningjobs");
      Config config = Config.fromKubeconfig(Files.readString(server.kubeconfig()));
      return new Server(
          Server.Kind.KUBE_APISERVER,
          new KubernetesClientBuilder()
              .withConfig(new ConfigBuilder(config).withNamespace("default").build())
              .build(),
          kubectl,
          server::close);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw new IllegalStateException("the kubeconfig of the API server cannot be used", e);
    }
  }

  private Server mock(String why) {
    Map<ServerRequest, Queue<ServerResponse>> none = new HashMap<>();
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), none, new KubernetesMixedDispatcher(none), false);
    server.init();
    say.accept("API server: the Fabric8 mock server in this process" + why);
    say.accept(
        "  It shows the operator at work, but not kubectl, the CRD's rules, locking, RBAC or leader"
            + " election.");
    return new Server(Server.Kind.MOCK, server.createClient(), null, server::destroy);
  }

  /** As a shell takes it. */
  static String quoted(Path path) {
    String plain = path.toString();
    return plain.matches("[A-Za-z0-9_./@%+=:,-]+")
        ? plain
        : "'" + plain.replace("'", "'\\''") + "'";
  }
}
