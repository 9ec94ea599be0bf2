package dev.tunesmith.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tunesmith.app.OperatorOptions.LogFormat;
import dev.tunesmith.app.OperatorOptions.LogLevel;
import dev.tunesmith.gate.PolicyGate;
import dev.tunesmith.kind.tunedmodel.ModelPolicy;
import dev.tunesmith.kind.tuningjob.DesiredJobs;
import dev.tunesmith.leader.LeaseSettings;
import dev.tunesmith.leader.LeaseTiming;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.reconcile.JobController;
import dev.tunesmith.vertex.PollSchedule;
import dev.tunesmith.vertex.Transport;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

@DisplayName("The options of tunesmith operator")
class OperatorOptionsTest {
  private static final Path NOWHERE = Path.of("/nowhere/namespace");

  @TempDir Path folder;

  private static OperatorOptions read(Map<String, String> environment, String... arguments) {
    return OptionParser.parse(environment, NOWHERE, arguments);
  }

  private static List<String> violations(Map<String, String> environment, String... arguments) {
    return catchThrowableOfType(InvalidOptionsException.class, () -> read(environment, arguments))
        .violations();
  }

  private static List<String> violations(String... arguments) {
    return violations(Map.of(), arguments);
  }

  /** All but the identity, which is another one in each process. */
  private static void assertEqual(OperatorOptions actual, OperatorOptions expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .ignoringFields("cluster.lease.identity")
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("have these defaults")
  void defaults() {
    assertEqual(
        read(Map.of()),
        new OperatorOptions(
            new OperatorOptions.Vertex(
                "us-central1",
                Set.of(),
                Transport.AUTO,
                GoogleSettings.defaults(),
                null,
                URI.create("https://storage.googleapis.com"),
                null,
                ModelTables.packaged()),
            new OperatorOptions.Cluster(
                null, null, new LeaseSettings("default", "tunesmith", "", LeaseTiming.DEFAULTS)),
            new PolicyGate(null, Set.of(), Set.of(), Set.of()),
            ModelPolicy.DEFAULT,
            new OperatorOptions.Pace(
                Duration.ofSeconds(10),
                Timing.DEFAULTS.grace(),
                Timing.DEFAULTS.deletionDeadline(),
                300),
            new OperatorOptions.Controller(Set.of(), 10, Duration.ofSeconds(90), false),
            new OperatorOptions.Telemetry(8080, LogFormat.AUTO, LogLevel.INFO)));
  }

  @Test
  @DisplayName("are these, each with its environment variable")
  void names() {
    assertThat(CommandSpec.forAnnotatedObject(new OperatorFlags()).options())
        .extracting(option -> OptionParser.variable(option.longestName()))
        .containsExactlyInAnyOrder(
            "TUNESMITH_ALLOW_KMS_KEY",
            "TUNESMITH_ALLOW_PROJECT",
            "TUNESMITH_ALLOW_SERVICE_ACCOUNT",
            "TUNESMITH_CALL_DEADLINE",
            "TUNESMITH_CA_FILE",
            "TUNESMITH_CREATE_DEADLINE",
            "TUNESMITH_CREATE_GRACE",
            "TUNESMITH_DELETION_DEADLINE",
            "TUNESMITH_FORMER_SCOPE",
            "TUNESMITH_HTTP_PORT",
            "TUNESMITH_INSTANCE_ID",
            "TUNESMITH_KUBECONFIG",
            "TUNESMITH_LEADER_ELECT",
            "TUNESMITH_LEASE_DURATION",
            "TUNESMITH_LEASE_NAME",
            "TUNESMITH_LEASE_NAMESPACE",
            "TUNESMITH_LEASE_RENEW_DEADLINE",
            "TUNESMITH_LEASE_RETRY_PERIOD",
            "TUNESMITH_LOCATION",
            "TUNESMITH_LOG_FORMAT",
            "TUNESMITH_LOG_LEVEL",
            "TUNESMITH_MAX_CALLS_PER_MINUTE",
            "TUNESMITH_MODELS_FILE",
            "TUNESMITH_POLL_INTERVAL",
            "TUNESMITH_PROJECT",
            "TUNESMITH_SHUTDOWN_TIMEOUT",
            "TUNESMITH_STORAGE_ENDPOINT",
            "TUNESMITH_TTL_AFTER_FINISHED",
            "TUNESMITH_VERTEX_CREDENTIALS",
            "TUNESMITH_VERTEX_ENDPOINT",
            "TUNESMITH_VERTEX_PLAINTEXT",
            "TUNESMITH_VERTEX_REST_ENDPOINT",
            "TUNESMITH_VERTEX_TRANSPORT",
            "TUNESMITH_GEMINI_ENDPOINT",
            "TUNESMITH_ALLOW_GEMINI_HOST",
            "TUNESMITH_WATCH_NAMESPACES",
            "TUNESMITH_WORKERS");
  }

  @Test
  @DisplayName("are all read from the command line")
  void everyOption() throws IOException {
    Path file = Files.writeString(folder.resolve("config"), "");
    assertEqual(
        read(
            Map.of("POD_NAMESPACE", "ignored"),
            "--project=my-project",
            "--location=europe-west4",
            "--former-scope=old-project/us-east1",
            "--former-scope=example.com:oldest/us-west1,old-project/us-central1",
            "--vertex-transport=rest",
            "--vertex-endpoint=emulator.tunesmith:8085",
            "--vertex-plaintext",
            "--vertex-credentials=none",
            "--create-deadline=20s",
            "--call-deadline=PT5S",
            "--ca-file=" + file,
            "--kubeconfig=" + file,
            "--watch-namespaces=team-a, team-b,",
            "--instance-id=cluster_1",
            "--leader-elect",
            "--lease-name=other",
            "--lease-namespace=elsewhere",
            "--lease-duration=6s",
            "--lease-renew-deadline=3s",
            "--lease-retry-period=500ms",
            "--poll-interval=500ms",
            "--create-grace=31s",
            "--deletion-deadline=1h30m",
            "--max-calls-per-minute=60",
            "--workers=2",
            "--allow-project=other-project",
            "--allow-project=third-project,example.com:fourth",
            "--allow-service-account=*@my-project.iam.gserviceaccount.com,*",
            "--allow-kms-key=projects/p/locations/l/keyRings/r/cryptoKeys/k",
            "--http-port=0",
            "--log-format=json",
            "--gemini-endpoint=http://emulator.tunesmith:8084",
            "--allow-gemini-host=gateway.example.com",
            "--log-level=DEBUG",
            "--vertex-rest-endpoint=emulator.tunesmith:8084",
            "--storage-endpoint=http://emulator.tunesmith:8084",
            "--shutdown-timeout=30s"),
        new OperatorOptions(
            new OperatorOptions.Vertex(
                "europe-west4",
                Set.of(
                    new Scope("old-project", "us-east1"),
                    new Scope("example.com:oldest", "us-west1"),
                    new Scope("old-project", "us-central1")),
                Transport.REST,
                new GoogleSettings(
                    "emulator.tunesmith:8085",
                    true,
                    GoogleSettings.Credentials.NONE,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5)),
                "emulator.tunesmith:8084",
                URI.create("http://emulator.tunesmith:8084"),
                file,
                ModelTables.packaged()),
            new OperatorOptions.Cluster(
                file,
                "cluster_1",
                new LeaseSettings(
                    "elsewhere",
                    "other",
                    "",
                    new LeaseTiming(
                        Duration.ofSeconds(6), Duration.ofSeconds(3), Duration.ofMillis(500)))),
            new PolicyGate(
                "my-project",
                Set.of("other-project", "third-project", "example.com:fourth"),
                Set.of("*@my-project.iam.gserviceaccount.com", "*"),
                Set.of("projects/p/locations/l/keyRings/r/cryptoKeys/k")),
            new ModelPolicy(
                URI.create("http://emulator.tunesmith:8084"), Set.of("gateway.example.com")),
            new OperatorOptions.Pace(
                Duration.ofMillis(500), Duration.ofSeconds(31), Duration.ofMinutes(90), 60),
            new OperatorOptions.Controller(
                Set.of("team-a", "team-b"), 2, Duration.ofSeconds(30), false),
            new OperatorOptions.Telemetry(0, LogFormat.JSON, LogLevel.DEBUG)));
  }

  @Test
  @DisplayName("come from the environment where the command line says nothing; blank is unset")
  void environment() {
    OperatorOptions options =
        read(
            Map.of(
                "TUNESMITH_PROJECT", "from-environment",
                "TUNESMITH_LOCATION", "europe-west4",
                "TUNESMITH_WORKERS", " ",
                "TUNESMITH_LEADER_ELECT", "false",
                "TUNESMITH_WATCH_NAMESPACES", "team-a,team-b",
                "TUNESMITH_POLL_INTERVAL", "1m"),
            "--location=us-east1");

    assertThat(options.policy().defaultProject()).isEqualTo("from-environment");
    assertThat(options.vertex().location()).isEqualTo("us-east1");
    assertThat(options.controller().workers()).isEqualTo(10);
    assertThat(options.pace().pollInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(options.cluster().lease()).as("no leader election").isNull();
    assertThat(options.controller().namespaces()).containsExactlyInAnyOrder("team-a", "team-b");
  }

  @Test
  @DisplayName("replace a list of the environment by the one of the command line")
  void lists() {
    Map<String, String> environment = Map.of("TUNESMITH_WATCH_NAMESPACES", "team-a,team-b");

    assertThat(read(environment, "--watch-namespaces", "team-c").controller().namespaces())
        .containsExactly("team-c");
  }

  @Test
  @DisplayName("put the lease beside the operator: option, POD_NAMESPACE, the pod's file, default")
  void leaseNamespace() throws IOException {
    Path file = Files.writeString(folder.resolve("namespace"), "from-file\n");
    Map<String, String> pod = Map.of("POD_NAMESPACE", "from-pod");

    assertThat(leaseNamespace(pod, file, "--lease-namespace=x")).isEqualTo("x");
    assertThat(leaseNamespace(pod, file)).isEqualTo("from-pod");
    assertThat(leaseNamespace(Map.of(), file)).isEqualTo("from-file");
    assertThat(leaseNamespace(Map.of(), NOWHERE)).isEqualTo("default");
  }

  private static String leaseNamespace(
      Map<String, String> environment, Path namespaceFile, String... arguments) {
    OperatorOptions options = OptionParser.parse(environment, namespaceFile, arguments);
    return Objects.requireNonNull(options.cluster().lease()).namespace();
  }

  @Test
  @DisplayName("are refused with every violation at once: unreadable values and broken rules alike")
  void allViolations() {
    List<String> violations =
        violations(
            Map.of("TUNESMITH_LOG_LEVEL", "loud", "TUNESMITH_VERTEX_TRANSPORT", "carrier-pigeon"),
            "--project=123456789",
            "--location=us-central1-a",
            "--former-scope=my-project",
            "--vertex-endpoint=localhost:99999",
            "--vertex-rest-endpoint=localhost:99999",
            "--vertex-plaintext=maybe",
            "--vertex-credentials=key.json",
            "--create-deadline=soon",
            "--call-deadline=0s",
            "--ca-file=" + folder,
            "--watch-namespaces=team-a,Team_B",
            "--instance-id=A.b",
            "--leader-elect=no",
            "--lease-name=A",
            "--lease-namespace=a.b",
            "--lease-duration=1500ms",
            "--lease-renew-deadline=never",
            "--lease-retry-period=often",
            "--poll-interval=1ms",
            "--create-grace=-5s",
            "--deletion-deadline=10",
            "--max-calls-per-minute=0",
            "--workers=many",
            "--models-file=/nowhere/models.yaml",
            "--allow-project=Other",
            "--allow-service-account=me@example.com,*",
            "--allow-kms-key=k",
            "--gemini-endpoint=gateway",
            "--storage-endpoint=storage.googleapis.com",
            "--allow-gemini-host=https://gateway",
            "--http-port=-1",
            "--log-format=xml",
            "--ttl-after-finished=perhaps",
            "--shutdown-timeout=99999999999999999999d",
            "--poll-intervall=1s");

    Set<String> every =
        CommandSpec.forAnnotatedObject(new OperatorFlags()).options().stream()
            .map(OptionSpec::longestName)
            .collect(Collectors.toCollection(TreeSet::new));
    every.add("Unknown");
    every.remove("--kubeconfig"); // read at the start: KubeconfigTest
    assertThat(violations)
        .extracting(violation -> violation.replaceFirst("[ :].*", ""))
        .containsExactlyInAnyOrderElementsOf(every);
    assertThat(violations)
        .contains(
            "--location: 'us-central1-a' is not a region; give one such as us-central1 (not a zone,"
                + " nor global, us or eu)",
            "--former-scope: 'my-project' is not PROJECT/LOCATION; give such as"
                + " my-project/us-central1",
            "--instance-id: 'A.b' cannot be a label of jobs; give 1 to 63 of a-z, 0-9, - and _",
            "--workers: 'many' is not a whole number, or too large",
            "--vertex-plaintext: 'maybe' is neither true nor false",
            "--log-level (TUNESMITH_LOG_LEVEL): 'loud' is none of error, warn, info, debug, trace");
    assertThat(violations).noneMatch(each -> each.matches(".*(java[.]|option '| int$|boolean).*"));
  }

  @Test
  @DisplayName("say nothing about a rule between two options of which one could not be read")
  void unreadable() {
    assertThat(violations("--create-grace=15s", "--create-deadline=soon"))
        .singleElement()
        .asString()
        .startsWith("--create-deadline: 'soon' is not a duration");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"global", "us", "eu", "us-central1-a", "US-CENTRAL1", "", "us-central1/x"})
  @DisplayName("take only a region for a location")
  void regions(String location) {
    assertThat(violations("--location=" + location))
        .singleElement()
        .asString()
        .startsWith("--location: '" + location + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p/us-central1", "my-project/", "my-project/us/x", "my-project/global"})
  @DisplayName("take only a project and a region for a former scope")
  void formerScopes(String scope) {
    assertThat(violations("--former-scope=" + scope))
        .singleElement()
        .asString()
        .startsWith("--former-scope: '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "a b", "a.b", "a/b", ""})
  @DisplayName("take only an instance id that can be a label of jobs")
  void instanceIds(String id) {
    assertThat(violations("--instance-id=" + id))
        .containsExactly(
            "--instance-id: '%s' cannot be a label of jobs; give 1 to 63 of a-z, 0-9, - and _"
                .formatted(id));
    assertThat(violations("--instance-id=" + "a".repeat(64))).hasSize(1);
    String uid = "6c1f9a52-0b57-4f0c-9d2e-1f0f5a9b7c11";
    assertThat(read(Map.of(), "--instance-id=" + uid).cluster().instanceId()).isEqualTo(uid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", ":80", "localhost:", "localhost:0", "http://h:80", "a:b:80"})
  @DisplayName("take only host:port for an endpoint")
  void endpoints(String endpoint) {
    assertThat(violations("--vertex-endpoint=" + endpoint))
        .singleElement()
        .asString()
        .startsWith("--vertex-endpoint: ");
    assertThat(read(Map.of(), "--vertex-endpoint=[::1]:80").vertex().service().endpoint())
        .isEqualTo("[::1]:80");
  }

  @ParameterizedTest
  @CsvSource({"70s,60s", "2m,110s", "10s,60s"})
  @DisplayName("need a grace longer than send window and create deadline together")
  void grace(String grace, String createDeadline) {
    assertThat(
            violations(
                "--create-grace=" + grace,
                "--create-deadline=" + createDeadline,
                "--shutdown-timeout=5m"))
        .singleElement()
        .asString()
        .startsWith("--create-grace: ")
        .contains("is too short", "the send window (10s) and --create-deadline");

    assertThat(read(Map.of(), "--create-grace=71s").pace().createGrace())
        .isEqualTo(Duration.ofSeconds(71));
  }

  @ParameterizedTest
  @CsvSource({
    "10s,10s,2s,--lease-renew-deadline,give less than --lease-duration (10s)",
    "15s,20s,2s,--lease-renew-deadline,give less than --lease-duration (15s)",
    "15s,10s,3334ms,--lease-retry-period,a third of --lease-renew-deadline (10s)",
    "2500ms,2s,500ms,--lease-duration,whole seconds"
  })
  @DisplayName("need a leader that stops before another can lead, and may fail to renew once")
  void lease(String duration, String deadline, String retry, String option, String remedy) {
    String[] arguments = {
      "--lease-duration=" + duration,
      "--lease-renew-deadline=" + deadline,
      "--lease-retry-period=" + retry
    };
    assertThat(violations(arguments))
        .singleElement()
        .asString()
        .startsWith(option)
        .contains(remedy);
  }

  @Test
  @DisplayName("need a shutdown that waits for a create, and TLS for credentials")
  void together() {
    assertThat(
            violations(
                "--shutdown-timeout=60s",
                "--vertex-plaintext",
                "--storage-endpoint=http://storage.example.com"))
        .satisfiesExactlyInAnyOrder(
            violation -> assertThat(violation).contains("--storage-endpoint", "give https"),
            violation -> assertThat(violation).contains("a create in flight"),
            violation -> assertThat(violation).contains("give --vertex-endpoint"),
            violation -> assertThat(violation).contains("give --vertex-credentials=none"));
  }

  @Test
  @DisplayName("need a transport that uses the REST endpoint, if one is given")
  void transport() {
    String[] endpoints = {"--vertex-endpoint=a:1", "--vertex-rest-endpoint=a:2"};
    assertThat(violations(endpoints[0], endpoints[1], "--vertex-transport=grpc"))
        .containsExactly(
            "--vertex-rest-endpoint: --vertex-transport=grpc makes no REST calls; give auto or"
                + " rest, or leave this out");
    assertThat(read(Map.of(), endpoints[0], endpoints[1], "--vertex-transport=rest").vertex())
        .isNotNull();
  }

  @Test
  @DisplayName("give controllers their settings under the instance id of the cluster")
  void controllers() {
    OperatorOptions options =
        read(
            Map.of(),
            "--project=my-project",
            "--location=europe-west4",
            "--former-scope=my-project/us-central1",
            "--create-grace=3m",
            "--deletion-deadline=5m",
            "--poll-interval=20s",
            "--max-calls-per-minute=60");

    assertThat(options.controllers("id"))
        .isEqualTo(
            new JobController.Settings(
                "id",
                Set.of(new Scope("my-project", "us-central1")),
                new Timing(Duration.ofMinutes(3), Duration.ofMinutes(5)),
                new PollSchedule(Duration.ofSeconds(20), 60)));
    assertThat(options.desiredJobs())
        .isEqualTo(new DesiredJobs("my-project", "europe-west4", ModelTables.packaged()));
  }

  @ParameterizedTest
  @CsvSource({
    "10s,PT10S",
    "500ms,PT0.5S",
    "2m,PT2M",
    "1h30m,PT1H30M",
    "90d,PT2160H",
    "PT10S,PT10S",
    "P1D,PT24H",
    "1m10s,PT1M10S",
    "1m10ms,PT1M0.01S",
    "1d2h3m4s5ms,PT26H3M4.005S"
  })
  @DisplayName("take durations the way people write them")
  void durations(String text, Duration expected) {
    assertThat(new Durations().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "s",
        "10 s",
        "-10s",
        "0s",
        "PT0S",
        "PT-1S",
        "1w",
        "1.5h",
        "30m1h",
        "3651d",
        "999999d",
        "P9999999999999D"
      })
  @DisplayName("take no durations that are none, nothing, or longer than ten years")
  void noDurations(String text) {
    assertThatThrownBy(() -> new Durations().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  @DisplayName("exit codes are distinct, documented, and keep picocli's for usage")
  void exitCodes() {
    assertThat(ExitCode.list()).hasSameSizeAs(List.of(ExitCode.values()));
    assertThat(ExitCode.USAGE.code()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(ExitCode.OK.code()).isEqualTo(CommandLine.ExitCode.OK);
  }
}
