package dev.tunesmith.app;

import dev.tunesmith.app.OperatorOptions.Cluster;
import dev.tunesmith.app.OperatorOptions.Daemon;
import dev.tunesmith.app.OperatorOptions.LogFormat;
import dev.tunesmith.app.OperatorOptions.LogLevel;
import dev.tunesmith.app.OperatorOptions.Pace;
import dev.tunesmith.app.OperatorOptions.Policy;
import dev.tunesmith.app.OperatorOptions.Vertex;
import dev.tunesmith.leader.LeaseTiming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns {@link OperatorFlags} into {@link OperatorOptions}, or into all of their mistakes. */
final class OptionsReader {
  // Also the older form with a domain in front: example.com:my-project.
  private static final Pattern PROJECT =
      Pattern.compile("([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final Pattern REGION = Pattern.compile("[a-z]+-[a-z]+[0-9]+");
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern DNS_NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9._-]{1,63}");
  private static final Pattern ACCOUNT =
      Pattern.compile("[a-z0-9-]+@([a-z0-9-]+\\.)+gserviceaccount\\.com");
  private static final Pattern KEY =
      Pattern.compile("projects/[^/\\s]+/locations/[^/\\s]+/keyRings/[^/\\s]+/cryptoKeys/[^/\\s]+");
  private static final Pattern ENDPOINT =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})");
  private static final Duration SHORTEST_POLL = Duration.ofMillis(100);
  private static final int LARGEST_PORT = 65_535;
  private static final int MOST_WORKERS = 1_000;
  private static final int MOST_CALLS = 100_000;

  private final OperatorFlags flags;
  private final Map<String, String> environment;
  private final Path namespaceFile;
  private final Mistakes mistakes = new Mistakes();

  OptionsReader(OperatorFlags flags, Map<String, String> environment, Path namespaceFile) {
    this.flags = flags;
    this.environment = environment;
    this.namespaceFile = namespaceFile;
  }

  OperatorOptions read() {
    OperatorOptions options = new OperatorOptions(vertex(), cluster(), pace(), policy(), daemon());
    checkTogether(options);
    mistakes.throwIfAny();
    return options;
  }

  private Vertex vertex() {
    return new Vertex(
        mistakes.optional("--project", flags.project, PROJECT, "a project's id (not its number)"),
        mistakes.matching(
            "--location",
            flags.location,
            REGION,
            "a region such as us-central1 (not a zone, nor global, us or eu)"),
        endpoint(),
        mistakes.bool("--vertex-plaintext", flags.vertexPlaintext),
        mistakes.oneOf("--vertex-credentials", flags.vertexCredentials, Credentials.class)
            == Credentials.ADC,
        mistakes.duration("--create-deadline", flags.createDeadline),
        mistakes.duration("--call-deadline", flags.callDeadline),
        file("--ca-file", flags.caFile));
  }

  private @Nullable String endpoint() {
    String endpoint =
        mistakes.optional("--vertex-endpoint", flags.vertexEndpoint, ENDPOINT, "host:port");
    if (endpoint != null) {
      mistakes.number(
          "--vertex-endpoint", endpoint.substring(endpoint.lastIndexOf(':') + 1), 1, LARGEST_PORT);
    }
    return endpoint;
  }

  private Cluster cluster() {
    return new Cluster(
        file("--kubeconfig", flags.kubeconfig),
        mistakes.all("--watch-namespaces", flags.watchNamespaces, DNS_LABEL, "a namespace's name"),
        mistakes.optional(
            "--instance-id",
            flags.instanceId,
            INSTANCE_ID,
            "up to 64 letters, digits, dots, hyphens and underscores"),
        mistakes.bool("--leader-elect", flags.leaderElect),
        mistakes.matching("--lease-name", flags.leaseName, DNS_NAME, "a Kubernetes name"),
        mistakes.matching("--lease-namespace", leaseNamespace(), DNS_LABEL, "a namespace's name"),
        leaseTiming());
  }

  private @Nullable Path file(String option, @Nullable String given) {
    if (given == null) {
      return null;
    }
    Path file = Path.of(given);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      mistakes.add(option, "'" + file + "' cannot be read");
    }
    return file;
  }

  private String leaseNamespace() {
    if (flags.leaseNamespace != null) {
      return flags.leaseNamespace;
    }
    String own = environment.get("POD_NAMESPACE");
    if (own != null && !own.isBlank()) {
      return own.strip();
    }
    try {
      return Files.readString(namespaceFile).strip();
    } catch (IOException e) {
      return "default"; // not in a pod
    }
  }

  private LeaseTiming leaseTiming() {
    LeaseTiming timing =
        new LeaseTiming(
            mistakes.duration("--lease-duration", flags.leaseDuration),
            mistakes.duration("--lease-renew-deadline", flags.leaseRenewDeadline),
            mistakes.duration("--lease-retry-period", flags.leaseRetryPeriod));
    if (!timing.duration().equals(timing.duration().truncatedTo(ChronoUnit.SECONDS))) {
      mistakes.add("--lease-duration", "must be whole seconds: the lease counts in them");
    }
    if (mistakes.noneOf("--lease-duration", "--lease-renew-deadline")
        && timing.renewDeadline().compareTo(timing.duration()) >= 0) {
      mistakes.add(
          "--lease-renew-deadline",
          "must be shorter than --lease-duration (%s): a leader has to stop before another one leads"
              .formatted(Durations.format(timing.duration())));
    }
    Duration longest = timing.renewDeadline().dividedBy(LeaseTiming.TRIES);
    if (mistakes.noneOf("--lease-renew-deadline", "--lease-retry-period")
        && timing.retryPeriod().compareTo(longest) > 0) {
      mistakes.add(
          "--lease-retry-period",
          "must be at most a third of --lease-renew-deadline (%s): one failed try must not cost the"
                  .formatted(Durations.format(timing.renewDeadline()))
              + " lead");
    }
    return timing;
  }

  private Pace pace() {
    Duration poll = mistakes.duration("--poll-interval", flags.pollInterval);
    if (poll.compareTo(SHORTEST_POLL) < 0) {
      mistakes.add("--poll-interval", "must be at least " + Durations.format(SHORTEST_POLL));
    }
    return new Pace(
        poll,
        mistakes.duration("--in-doubt-grace", flags.inDoubtGrace),
        mistakes.duration("--cancel-bound", flags.cancelBound),
        mistakes.duration("--adoption-window", flags.adoptionWindow),
        mistakes.number("--max-calls-per-minute", flags.maxCallsPerMinute, 1, MOST_CALLS),
        mistakes.number("--workers", flags.workers, 1, MOST_WORKERS));
  }

  private Policy policy() {
    return new Policy(
        allowed("--allow-project", flags.allowProjects, PROJECT, "a project's id"),
        allowed(
            "--allow-service-account",
            flags.allowServiceAccounts,
            ACCOUNT,
            "a service account's email address"),
        allowed(
            "--allow-kms-key",
            flags.allowKmsKeys,
            KEY,
            "projects/P/locations/L/keyRings/R/cryptoKeys/K"));
  }

  /** A name, or a pattern in which {@code *} stands for anything. */
  private Set<String> allowed(String option, List<String> values, Pattern pattern, String what) {
    return mistakes.all(
        option,
        values,
        Pattern.compile("\\S*\\*\\S*|" + pattern.pattern()),
        what + ", nor a pattern with *");
  }

  private Daemon daemon() {
    return new Daemon(
        mistakes.number("--http-port", flags.httpPort, 0, LARGEST_PORT),
        mistakes.oneOf("--log-format", flags.logFormat, LogFormat.class),
        mistakes.oneOf("--log-level", flags.logLevel, LogLevel.class),
        mistakes.duration("--shutdown-timeout", flags.shutdownTimeout));
  }

  private void checkTogether(OperatorOptions options) {
    Vertex vertex = options.vertex();
    // Shorter, and a second create could be sent while the first is still on its way.
    Duration least = OperatorOptions.SEND_WINDOW.plus(vertex.createDeadline());
    if (mistakes.noneOf("--in-doubt-grace", "--create-deadline")
        && options.pace().inDoubtGrace().compareTo(least) <= 0) {
      mistakes.add(
          "--in-doubt-grace",
          "must be longer than the send window (%s) plus --create-deadline (%s): more than %s"
              .formatted(
                  Durations.format(OperatorOptions.SEND_WINDOW),
                  Durations.format(vertex.createDeadline()),
                  Durations.format(least)));
    }
    if (mistakes.noneOf("--shutdown-timeout", "--create-deadline")
        && options.daemon().shutdownTimeout().compareTo(vertex.createDeadline()) <= 0) {
      mistakes.add(
          "--shutdown-timeout",
          "must be longer than --create-deadline (%s): a create in flight is waited for"
              .formatted(Durations.format(vertex.createDeadline())));
    }
    if (vertex.plaintext() && vertex.endpoint() == null) {
      mistakes.add("--vertex-plaintext", "needs a --vertex-endpoint: Vertex AI itself speaks TLS");
    }
    if (vertex.plaintext() && vertex.credentials()) {
      mistakes.add(
          "--vertex-plaintext",
          "needs --vertex-credentials none: credentials are never sent without TLS");
    }
  }

  private enum Credentials {
    ADC,
    NONE
  }
}
