package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.ApiProxy;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Watches that lag, break off or cannot be opened, by a proxy between operator and API server. */
@KubeApiServer
@DisplayName("One resource is one job, and its status true,")
class WatchIT {
  private static final Duration LAG = Duration.ofMillis(300);
  private static final int AT_ONCE = 50;
  private static final int CUTS = 12;
  private static final int FEW = 5;
  private static final long BETWEEN_CUTS_MILLIS = 400;

  private KubectlUser user;
  private Emulator emulator;
  private EmulatorJobs jobs;
  private ApiProxy proxy;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer server, TestNamespace namespace) {
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
    proxy = ApiProxy.before(server);
    operator = OperatorUnderTest.start(server, proxy, emulator, user.namespace());
  }

  @AfterEach
  void stop() {
    operator.close();
    proxy.close();
    emulator.close();
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
  }

  private void apply(List<String> names) {
    user.apply(names.stream().map(Manifest::of).toArray(Manifest[]::new));
  }

  private void awaitOneJobEach(List<String> names) {
    for (String name : names) {
      user.awaitCondition(name, "Complete");
      assertThat(jobs.of(name)).as(name).hasSize(1);
      assertThat(user.job(name)).contains(jobs.of(name).getFirst().path("name").asText());
    }
    assertThat(operator.counts().internalErrors()).as("internal errors").isZero();
    assertThat(operator.counts().duplicates()).as("extra jobs").isZero();
  }

  @Test
  @DisplayName("where all events of the watch come 300 ms late: 50 at once, 50 jobs")
  void lag() {
    proxy.lag(LAG);
    List<String> names = names("late", AT_ONCE);

    apply(names);

    awaitOneJobEach(names);
    assertThat(emulator.jobs()).hasSize(AT_ONCE);
    user.delete(names.toArray(String[]::new));
    names.forEach(user::awaitGone);
  }

  @Test
  @DisplayName("where watches break off all the time, between messages and within one")
  void cut() throws InterruptedException {
    List<String> names = names("cut", CUTS);
    int before = proxy.watchesOpened();

    for (int i = 0; i < CUTS; i++) {
      if (i % 2 == 0) {
        proxy.cutWatches();
      } else {
        proxy.cutWatchesInTheMiddle();
      }
      apply(List.of(names.get(i)));
      TimeUnit.MILLISECONDS.sleep(BETWEEN_CUTS_MILLIS);
    }

    awaitOneJobEach(names);
    assertThat(proxy.watchesOpened() - before).as("watches opened anew").isGreaterThan(1);
    user.delete(names.toArray(String[]::new));
    names.forEach(user::awaitGone);
  }

  @Test
  @DisplayName("and the spec reaches the service as it was written, in any script")
  void anyScript() {
    String text = "Grüße aus Zürich, 世界の皆さん, \uD83D\uDE80 ".repeat(12).strip();
    String model = "gemini-2.5-flash, description: \"" + text + "\"";
    List<String> names = names("script", FEW);

    user.apply(
        names.stream().map(name -> Manifest.of(name).onModel(model)).toArray(Manifest[]::new));

    awaitOneJobEach(names);
    for (String name : names) {
      assertThat(jobs.of(name).getFirst().path("description").asText()).isEqualTo(text);
    }
  }

  @Test
  @DisplayName("where no watch was open while resources came, went and lost their status")
  void away() {
    user.apply(
        Manifest.ofEndless("running"), Manifest.ofEndless("wiped"), Manifest.ofEndless("goes"));
    for (String name : List.of("running", "wiped", "goes")) {
      user.awaitState(name, "JOB_STATE_RUNNING");
    }
    String job = user.job("wiped").orElseThrow();
    proxy.holdWatches();

    user.delete("goes");
    user.editStatus("wiped", "{\"status\": null}");
    apply(List.of("came"));
    assertThat(jobs.of("came")).as("unseen").isEmpty();
    assertThat(jobs.states("goes")).containsExactly("JOB_STATE_RUNNING");
    proxy.letWatchesThrough();

    awaitOneJobEach(List.of("came"));
    user.awaitGone("goes");
    assertThat(jobs.states("goes")).containsExactly("JOB_STATE_CANCELLED");
    KubectlUser.awaitThat("its job", () -> assertThat(user.job("wiped")).contains(job));
    assertThat(jobs.of("wiped")).hasSize(1);
    assertThat(jobs.states("running")).containsExactly("JOB_STATE_RUNNING");
    user.delete("running", "wiped");
    user.awaitGone("running");
    user.awaitGone("wiped");
  }
}
