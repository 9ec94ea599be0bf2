package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.support.Failures;
import dev.tunesmith.support.FakeTuningJobs;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The fake service behind a bad network, and what must be true of every call that reaches it. A
 * create that was not definitely refused may have bought: the promises about the next one are
 * checked here.
 */
final class UnreliableService implements TuningJobs {
  /** How long after the decision's look a create may reach the service: one slow write. */
  private static final Duration SLACK = Duration.ofSeconds(40);

  /** A create call that may have bought. */
  private record Sent(Duration time, @Nullable JobName job, Duration listedFrom) {}

  final FakeTuningJobs fake;
  private final VirtualTime time;
  private final Random random;
  private final Runnable mayCrash;
  private final Map<String, List<Sent>> sent = new HashMap<>();
  private boolean calm;
  private boolean outage;

  /** Set by a test: the next create's reply is lost, and listings show its job only later. */
  @Nullable Duration nextLag;

  int creates;
  int extras;

  UnreliableService(VirtualTime time, Random random, Runnable mayCrash) {
    this.time = time;
    this.random = random;
    this.mayCrash = mayCrash;
    this.fake = new FakeTuningJobs(time.clock(() -> Duration.ZERO));
    fake.pageSize(3);
  }

  void calm(boolean wanted) {
    calm = wanted;
    outage = false;
    fake.heal();
    fake.listLag(Duration.ZERO);
  }

  void turnOutage() {
    outage = !outage && !calm;
  }

  private boolean chance(double probability) {
    return !calm && random.nextDouble() < probability;
  }

  @Override
  public CreateReply create(Scope scope, JobRequest request, Map<String, String> labels) {
    String marker = labels.getOrDefault(OwnerLabels.MARKER, "");
    List<Sent> before = sent.computeIfAbsent(marker, m -> new ArrayList<>());
    before.forEach(this::mayBuyAgainAfter);
    mayCrash.run();
    if (chance(0.2)) {
      Failure why =
          random.nextInt(8) == 0
              ? Failures.rejected()
              : random.nextBoolean() ? Failures.quota() : Failures.denied();
      fake.failNext(Verb.CREATE, why);
      return fake.create(scope, request, labels);
    }
    creates++;
    if (outage || chance(0.1)) {
      before.add(new Sent(time.now(), null, Duration.ZERO));
      mayTakeLong();
      return new InDoubt(Failures.inDoubt("UNAVAILABLE"));
    }
    boolean replyIsLost = nextLag != null || chance(0.2);
    Duration lag = lag();
    fake.listLag(lag);
    CreateReply reply = fake.create(scope, request, labels);
    JobName name = ((Created) reply).job().name();
    extras += before.stream().anyMatch(earlier -> earlier.job() != null) ? 1 : 0;
    before.add(new Sent(time.now(), name, time.now().plus(lag)));
    mayTakeLong();
    mayCrash.run();
    return replyIsLost ? new InDoubt(Failures.inDoubt("DEADLINE_EXCEEDED")) : reply;
  }

  private Duration lag() {
    Duration scripted = nextLag;
    if (scripted != null) {
      nextLag = null;
      return scripted;
    }
    if (calm || random.nextInt(10) < 6) {
      return Duration.ZERO;
    }
    // Mostly within the grace; now and then beyond it, and within the second look's.
    return Duration.ofSeconds(random.nextInt(random.nextInt(5) == 0 ? 170 : 110));
  }

  private void mayTakeLong() {
    if (chance(0.1)) {
      time.pass(Duration.ofSeconds(random.nextInt(20)));
    }
  }

  private void mayBuyAgainAfter(Sent earlier) {
    Duration grace = Timing.DEFAULTS.grace();
    assertThat(time.now())
        .as("no second create before one grace has passed since one that may have bought")
        .isGreaterThanOrEqualTo(earlier.time().plus(grace));
    if (earlier.job() != null) {
      assertThat(earlier.listedFrom())
          .as("no second create while a listing shows the first one's job %s", earlier.job())
          .isGreaterThan(time.now().minus(grace).minus(SLACK));
    }
  }

  /** Whether the job shows in listings only after the grace: then nobody can know of it. */
  boolean isHiddenBeyondTheGrace(JobName name) {
    return sent.values().stream()
        .flatMap(List::stream)
        .filter(call -> name.equals(call.job()))
        .anyMatch(
            call -> call.listedFrom().compareTo(call.time().plus(Timing.DEFAULTS.grace())) > 0);
  }

  @Override
  public GetReply get(Scope scope, JobName name) {
    return outage || chance(0.1) ? new Unknown(Failures.unavailable()) : fake.get(scope, name);
  }

  @Override
  public PageReply list(Scope scope, @Nullable String pageToken) {
    return outage || chance(0.1)
        ? new Unknown(random.nextBoolean() ? Failures.unavailable() : Failures.quota())
        : fake.list(scope, pageToken);
  }

  @Override
  public CancelReply cancel(Scope scope, JobName name) {
    assertThat(sent.values().stream().flatMap(List::stream).map(Sent::job))
        .as("only what was bought here is ever cancelled")
        .contains(name);
    mayCrash.run();
    if (outage || chance(0.1)) {
      return new Unknown(Failures.unavailable());
    }
    CancelReply reply = fake.cancel(scope, name);
    mayCrash.run();
    return chance(0.1) ? new Unknown(Failures.unavailable()) : reply;
  }

  @Override
  public ModelReply model(Scope scope, String model) {
    return outage || chance(0.1) ? new Unknown(Failures.unavailable()) : fake.model(scope, model);
  }

  @Override
  public void close() {}
}
