package dev.tunesmith;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.TuningJob;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.reconcile.KubernetesEvents;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The roles in {@code deploy/rbac.yaml} against what the API server's audit log has seen. */
@KubeApiServer
@DisplayName("The operator's roles")
class RbacIT {
  private static final Path ROLES = Path.of("deploy", "rbac.yaml");

  /** Another test asks for it as this user, to see that it is refused. */
  private static final String ASKED_TO_BE_REFUSED = "configmaps";

  private static final int RACES = 10;
  private static final int WRITES = 100;

  @Test
  @DisplayName("grant all that is asked for, and nothing that nothing asks for")
  void noMoreNoLess(ApiServer server, TestNamespace namespace) throws Exception {
    live(server, new KubectlUser(namespace));
    countAnEvent(server, new KubectlUser(namespace));
    List<AuditLog.Request> requests = new AuditLog(server).requests();

    assertThat(requests)
        .filteredOn(request -> request.code() == 403)
        .filteredOn(request -> !request.resource().equals(ASKED_TO_BE_REFUSED))
        .as("refused")
        .isEmpty();
    Set<String> used =
        requests.stream()
            .filter(request -> request.code() != 403)
            .map(request -> grant(request.group(), request.resource(), request.verb()))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> unused = new TreeSet<>(granted(server));
    unused.removeAll(used);
    assertThat(unused).as("granted, and used by nothing").isEmpty();
  }

  private static String grant(String group, String resource, String verb) {
    return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
  }

  private static Set<String> granted(ApiServer server) throws IOException {
    Set<String> granted = new TreeSet<>();
    for (PolicyRule rule : rules(server)) {
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          rule.getVerbs().forEach(verb -> granted.add(grant(group, resource, verb)));
        }
      }
    }
    assertThat(granted).hasSizeGreaterThan(8);
    return granted;
  }

  /** The roles that are bound to the operator; the other one is for people. */
  private static List<PolicyRule> rules(ApiServer server) throws IOException {
    List<PolicyRule> rules = new ArrayList<>();
    try (InputStream in = Files.newInputStream(ROLES)) {
      for (HasMetadata object : server.admin().load(in).items()) {
        if (object instanceof Role role) {
          rules.addAll(role.getRules());
        }
        if (object instanceof ClusterRole role
            && role.getMetadata().getName().equals("tunesmith")) {
          rules.addAll(role.getRules());
        }
      }
    }
    return rules;
  }

  /** A whole life under a real process, with somebody else writing at the same moments. */
  private static void live(ApiServer server, KubectlUser user) throws Exception {
    Path kubeconfig = OperatorJvm.signIn(server);
    try (Emulator emulator = OperatorUnderTest.emulator();
        OperatorJvm operator =
            OperatorJvm.start(
                Map.of(), OperatorJvm.options(kubeconfig, emulator.grpcPort(), user.namespace()))) {
      operator.awaitReady();
      KubectlUser.awaitThat(
          "the lead", () -> assertThat(operator.leads()).as(operator.log()).isTrue());
      user.apply(Manifest.of("alive"));
      user.awaitCondition("alive", "Complete");
      user.delete("alive");
      user.awaitGone("alive");
      loseARace(server, user);
      operator.terminate();
      assertThat(operator.exitCode()).as(operator.log()).isZero();
    }
  }

  /**
   * The finalizer's patch fails when somebody else wrote meanwhile; then the resource is read anew.
   * Who is quicker is up to the machine, so it is tried until it happened.
   */
  private static void loseARace(ApiServer server, KubectlUser user) {
    for (int i = 0; i < RACES && !hasRead(server, user); i++) {
      String name = "raced-" + i;
      var raced =
          server.admin().resources(TuningJob.class).inNamespace(user.namespace()).withName(name);
      String yaml = Manifest.of(name).yaml();
      server
          .admin()
          .load(new ByteArrayInputStream(yaml.getBytes(UTF_8)))
          .inNamespace(user.namespace())
          .create();
      write(raced);
      user.awaitCondition(name, "Complete");
      raced.delete();
      write(raced);
      user.awaitGone(name);
    }
  }

  private static void write(Resource<TuningJob> raced) {
    try {
      for (int write = 0; write < WRITES; write++) {
        raced.patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"example.com/write\": \"" + write + "\"}}}");
      }
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("gone already").isEqualTo(404);
    }
  }

  private static boolean hasRead(ApiServer server, KubectlUser user) {
    return new AuditLog(server)
        .requestsIn(user.namespace()).stream()
            .anyMatch(r -> r.verb().equals("get") && r.resource().equals("tuningjobs"));
  }

  /** The same words again, a minute later: counted, not written anew. */
  private static void countAnEvent(ApiServer server, KubectlUser user) {
    user.apply(Manifest.of("told"));
    TuningJob about = Objects.requireNonNull(user.read("told"));
    try (KubernetesClient client = server.impersonating(AuditLog.OPERATOR)) {
      MovableClock clock = new MovableClock(Clock.systemUTC());
      KubernetesEvents events = new KubernetesEvents(client, clock);
      events.warning(about, "QuotaExceeded", "the same words");
      clock.offset = Duration.ofMinutes(2);
      events.warning(about, "QuotaExceeded", "the same words");
    }
    assertThat(
            server.admin().v1().events().inNamespace(user.namespace()).list().getItems().stream()
                .filter(event -> event.getMessage().equals("the same words")))
        .singleElement()
        .satisfies(event -> assertThat(event.getCount()).isEqualTo(2));
  }

  /** A clock that a test sets forward. */
  private static final class MovableClock extends Clock {
    private final Clock base;
    private Duration offset = Duration.ZERO;

    MovableClock(Clock base) {
      this.base = base;
    }

    @Override
    public ZoneId getZone() {
      return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return new MovableClock(base.withZone(zone));
    }

    @Override
    public Instant instant() {
      return base.instant().plus(offset);
    }
  }
}
