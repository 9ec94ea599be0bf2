package dev.tunesmith.app;

import static dev.tunesmith.app.Durations.format;

import dev.tunesmith.app.OperatorOptions.Cluster;
import dev.tunesmith.app.OperatorOptions.Controller;
import dev.tunesmith.app.OperatorOptions.Pace;
import dev.tunesmith.app.OperatorOptions.Telemetry;
import dev.tunesmith.app.OperatorOptions.Vertex;
import dev.tunesmith.gate.PolicyGate;
import dev.tunesmith.kind.tunedmodel.ModelPolicy;
import dev.tunesmith.leader.LeaseSettings;
import dev.tunesmith.leader.LeaseTiming;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.vertex.Transport;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@link OperatorOptions} have to keep to; each violation says what to give instead. */
public final class OptionRules {
  // Also the older form with a domain in front: example.com:my-project.
  private static final String PROJECT = "([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]";
  private static final String REGION = "[a-z]+-[a-z]+[0-9]+";
  private static final String DNS_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final String DNS_NAME = "(?=.{1,253}$)" + DNS_LABEL + "(\\." + DNS_LABEL + ")*";
  private static final String JOB_LABEL = "[a-z0-9_-]{1,63}";
  private static final String ACCOUNT = "[a-z0-9-]+@([a-z0-9-]+\\.)+gserviceaccount\\.com";
  private static final String KEY =
      "projects/[^/\\s]+/locations/[^/\\s]+/keyRings/[^/\\s]+/cryptoKeys/[^/\\s]+";
  private static final String ENDPOINT_HOST = "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])";
  private static final String ENDPOINT = ENDPOINT_HOST + ":([0-9]{1,5})";
  private static final String ORIGIN = "https?://" + ENDPOINT_HOST + "(:[0-9]{1,5})?";
  private static final String OR_PATTERN = "|\\S*\\*\\S*";

  private static final String NO_PROJECT =
      "is not a project ID; give the ID, not the number or the display name";
  private static final String NO_REGION =
      "is not a region; give one such as us-central1 (not a zone, nor global, us or eu)";
  private static final String NO_NAMESPACE = "is not the name of a namespace; give such as team-a";
  private static final String OR_GIVE_PATTERN = ", or a pattern with *";

  private static final Duration SHORTEST_POLL = Duration.ofMillis(100);
  private static final int LARGEST_PORT = 65_535;
  private static final int MOST_WORKERS = 1_000;
  private static final int MOST_CALLS = 100_000;

  private final List<String> violations = new ArrayList<>();

  private OptionRules() {}

  /** All violations, each after its option's name and a colon. */
  static List<String> violations(
      Vertex vertex,
      Cluster cluster,
      PolicyGate policy,
      ModelPolicy models,
      Pace pace,
      Controller controller,
      Telemetry telemetry) {
    OptionRules rules = new OptionRules();
    rules.location(vertex.location());
    rules.vertex(vertex);
    rules.cluster(cluster);
    rules.policy(policy);
    rules.models(models);
    rules.pace(pace, vertex.service().createDeadline());
    rules.controller(controller, vertex.service().createDeadline());
    rules.range("--http-port", telemetry.httpPort(), 0, LARGEST_PORT);
    return rules.violations;
  }

  /** The violations of the options that {@code validate} also has. */
  public static List<String> violations(PolicyGate policy, ModelPolicy models, String location) {
    OptionRules rules = new OptionRules();
    rules.location(location);
    rules.policy(policy);
    rules.models(models);
    return rules.violations;
  }

  /** The violations of the options that {@code quickstart} also has. */
  public static List<String> violations(PolicyGate policy, String location) {
    OptionRules rules = new OptionRules();
    rules.location(location);
    rules.policy(policy);
    return rules.violations;
  }

  private void location(String location) {
    match("--location", location, REGION, NO_REGION);
  }

  private void vertex(Vertex vertex) {
    for (Scope scope : vertex.formerScopes()) {
      match("--former-scope", scope.projectId(), PROJECT, NO_PROJECT);
      match("--former-scope", scope.location(), REGION, NO_REGION);
    }
    GoogleSettings service = vertex.service();
    endpoint("--vertex-endpoint", service.endpoint());
    endpoint("--vertex-rest-endpoint", vertex.restEndpoint());
    boolean origin =
        match(
            "--storage-endpoint",
            vertex.storageEndpoint().toString(),
            ORIGIN,
            "is not an origin; give a scheme, a host and at most a port, such as"
                + " https://storage.googleapis.com");
    check(
        !origin
            || "https".equals(vertex.storageEndpoint().getScheme())
            || service.credentials() == GoogleSettings.Credentials.NONE,
        "--storage-endpoint",
        "credentials are never sent without TLS; give https, or --vertex-credentials=none");
    check(
        vertex.restEndpoint() == null || service.endpoint() != null,
        "--vertex-rest-endpoint",
        "calls over gRPC would go to Vertex AI itself; give --vertex-endpoint, too");
    check(
        vertex.restEndpoint() == null || vertex.transport() != Transport.GRPC,
        "--vertex-rest-endpoint",
        "--vertex-transport=grpc makes no REST calls; give auto or rest, or leave this out");
    check(
        !service.plaintext() || service.endpoint() != null,
        "--vertex-plaintext",
        "Vertex AI itself is reached by TLS only; give --vertex-endpoint, or leave this out");
    check(
        !service.plaintext() || service.credentials() == GoogleSettings.Credentials.NONE,
        "--vertex-plaintext",
        "credentials are never sent without TLS; give --vertex-credentials=none, or leave this"
            + " out");
  }

  private void endpoint(String option, @Nullable String endpoint) {
    if (match(
            option,
            endpoint,
            ENDPOINT,
            "is not HOST:PORT; give such as localhost:8080, without http://")
        && endpoint != null) {
      int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
      range(option, port, 1, LARGEST_PORT);
    }
  }

  private void cluster(Cluster cluster) {
    match(
        "--instance-id",
        cluster.instanceId(),
        JOB_LABEL,
        "cannot be a label of jobs; give 1 to 63 of a-z, 0-9, - and _");
    if (cluster.lease() != null) {
      lease(cluster.lease());
    }
  }

  private void lease(LeaseSettings lease) {
    match(
        "--lease-name", lease.name(), DNS_NAME, "is not a name of Kubernetes; give such as a.b-c");
    match("--lease-namespace", lease.namespace(), DNS_LABEL, NO_NAMESPACE);
    LeaseTiming timing = lease.timing();
    check(
        timing.duration().equals(timing.duration().truncatedTo(ChronoUnit.SECONDS)),
        "--lease-duration",
        "a Lease counts in whole seconds; give such as 15s");
    check(
        timing.renewDeadline().compareTo(timing.duration()) < 0,
        "--lease-renew-deadline",
        "a leader has to stop before another one starts; give less than --lease-duration (%s)"
            .formatted(format(timing.duration())));
    check(
        timing.retryPeriod().multipliedBy(LeaseTiming.TRIES).compareTo(timing.renewDeadline()) <= 0,
        "--lease-retry-period",
        "a renewal that fails must not end the leadership; give at most a third of"
            + " --lease-renew-deadline (%s)".formatted(format(timing.renewDeadline())));
  }

  private void policy(PolicyGate policy) {
    match("--project", policy.defaultProject(), PROJECT, NO_PROJECT);
    for (String project : policy.projects()) {
      match("--allow-project", project, PROJECT + OR_PATTERN, NO_PROJECT + OR_GIVE_PATTERN);
    }
    for (String account : policy.serviceAccounts()) {
      match(
          "--allow-service-account",
          account,
          ACCOUNT + OR_PATTERN,
          "is not a service account; give its email address" + OR_GIVE_PATTERN);
    }
    for (String key : policy.kmsKeys()) {
      match(
          "--allow-kms-key",
          key,
          KEY + OR_PATTERN,
          "is not a key; give projects/P/locations/L/keyRings/R/cryptoKeys/K" + OR_GIVE_PATTERN);
    }
  }

  private void models(ModelPolicy models) {
    match(
        "--gemini-endpoint",
        models.endpoint().toString(),
        ORIGIN,
        "is not an origin; give a scheme, a host and at most a port, such as"
            + " https://generativelanguage.googleapis.com");
    for (String host : models.hosts()) {
      match(
          "--allow-gemini-host",
          host,
          DNS_NAME,
          "is not a host; give its name in lowercase letters, without a scheme and a port");
    }
  }

  private void pace(Pace pace, Duration createDeadline) {
    check(
        pace.pollInterval().compareTo(SHORTEST_POLL) >= 0,
        "--poll-interval",
        "%s is too short; give at least %s"
            .formatted(format(pace.pollInterval()), format(SHORTEST_POLL)));
    // With less, a second create could be sent while the first one is under way.
    Duration latest = Timing.SEND_WINDOW.plus(createDeadline);
    check(
        pace.createGrace().compareTo(latest) > 0,
        "--create-grace",
        "%s is too short; give more than %s: the send window (%s) and --create-deadline (%s)"
            .formatted(
                format(pace.createGrace()),
                format(latest),
                format(Timing.SEND_WINDOW),
                format(createDeadline)));
    // With less, the finalizer could be removed before the job of a create in flight is listed.
    check(
        pace.deletionDeadline().compareTo(pace.createGrace()) > 0,
        "--deletion-deadline",
        "%s is too short; give more than --create-grace (%s)"
            .formatted(format(pace.deletionDeadline()), format(pace.createGrace())));
    range("--max-calls-per-minute", pace.maxCallsPerMinute(), 1, MOST_CALLS);
  }

  private void controller(Controller controller, Duration createDeadline) {
    for (String namespace : controller.namespaces()) {
      match("--watch-namespaces", namespace, DNS_LABEL, NO_NAMESPACE);
    }
    range("--workers", controller.workers(), 1, MOST_WORKERS);
    check(
        controller.shutdownTimeout().compareTo(createDeadline) > 0,
        "--shutdown-timeout",
        "%s is too short, since a create in flight is waited for; give more than --create-deadline"
                .formatted(format(controller.shutdownTimeout()))
            + " (%s)".formatted(format(createDeadline)));
  }

  private void range(String option, int value, int least, int most) {
    check(
        value >= least && value <= most,
        option,
        "%d is out of range; give %d to %d".formatted(value, least, most));
  }

  private boolean match(String option, @Nullable String value, String pattern, String remedy) {
    boolean matches = value == null || Pattern.matches(pattern, value);
    check(matches, option, "'" + value + "' " + remedy);
    return matches;
  }

  private void check(boolean holds, String option, String violation) {
    if (!holds) {
      violations.add(option + ": " + violation);
    }
  }
}
