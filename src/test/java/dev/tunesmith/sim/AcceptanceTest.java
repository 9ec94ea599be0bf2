package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.acceptance.Acceptor;
import dev.tunesmith.api.v1alpha1.AcceptanceStatus.CheckStatus;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.Edit;
import dev.tunesmith.vertex.Failure;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The stories of acceptance checks; the deaths in them are in {@link CrashTest}. */
@DisplayName("The acceptance checks of a tuned model")
class AcceptanceTest {
  private final SimWorld world = new SimWorld();

  @BeforeEach
  void jobsSucceed() {
    world.jobsEnd = Known.JOB_STATE_SUCCEEDED;
  }

  /** A check whose answer is its text. */
  private static String check(String name, String text, String expect) {
    return "  - {name: %s, request: {contents: [{parts: [{text: %s}]}]}, expect: %s}\n"
        .formatted(name, text, expect);
  }

  private void apply(String run, String answers, String... checks) {
    new Edit(
            "acceptance",
            Serialization.unmarshal(
                "answers: " + answers + "\nchecks:\n" + String.join("", checks), Map.class))
        .play(world);
    new Apply(run).play(world);
  }

  private List<CheckStatus> results() {
    return Objects.requireNonNull(world.status().acceptance()).checks();
  }

  private void unanswered(Failure.Kind kind, String code, int times) {
    for (int i = 0; i < times; i++) {
      world.service.failNextAsk(new Failure(kind, code, "scripted"));
    }
  }

  @Test
  @DisplayName("are asked once at the endpoint of the job's model, and Ready waits for them")
  void passed() {
    apply("1", "Hide", check("a", "one", "{equals: one}"), check("b", "two", "{contains: w}"));
    world.minutes(10);
    String endpoint =
        Objects.requireNonNull(Objects.requireNonNull(world.status().job()).tunedModel())
            .endpoint();

    assertThat(world.conditions()).isEqualTo("Accepted Complete Finished Ready");
    assertThat(world.service.asked()).containsExactly(endpoint + ": one", endpoint + ": two");
    assertThat(world.told)
        .containsSubsequence("TuningJobSucceeded", "Accepted")
        .doesNotContain("NotAccepted");
    assertThat(results())
        .allSatisfy(
            check -> {
              assertThat(check.result()).isEqualTo("Passed");
              assertThat(check.requests()).isEqualTo(1);
              assertThat(check.answer()).isNull();
            });
    world.restart();
    world.minutes(30);
    assertThat(world.service.asked()).as("not asked again").hasSize(2);
  }

  @Test
  @DisplayName("that fail leave a model that is not ready, with their names and no answer")
  void failed() {
    apply("1", "Hide", check("a", "secret", "{equals: one}"), check("b", "two", "{contains: w}"));
    world.minutes(10);

    assertThat(world.conditions()).isEqualTo("Finished Stalled");
    assertThat(world.condition("Accepted").map(Condition::getStatus)).contains("False");
    assertThat(world.reason()).isEqualTo("NotAccepted");
    assertThat(world.message())
        .contains("It failed these acceptance checks: a (the answer is not the expected text).");
    assertThat(world.told).contains("TuningJobSucceeded", "NotAccepted").doesNotContain("Accepted");
    assertThat(world.toldWords).noneMatch(words -> words.contains("secret"));
    assertThat(Serialization.asYaml(world.status())).doesNotContain("secret");

    apply("1", "Hide", check("b", "two", "{contains: w}"));
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Accepted Complete Finished Ready");
    assertThat(world.service.asked()).as("nothing more was asked").hasSize(2);
  }

  @Test
  @DisplayName("are asked again where they change, and in a new run, and not otherwise")
  void changed() {
    apply("1", "Hide", check("a", "one", "{equals: one}"), check("b", "two", "{contains: x}"));
    world.minutes(10);
    assertThat(world.reason()).isEqualTo("NotAccepted");

    apply("1", "Hide", check("a", "one", "{equals: one}"), check("b", "two", "{contains: w}"));
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Accepted Complete Finished Ready");
    assertThat(world.service.asked()).hasSize(3).last().asString().endsWith(": two");

    apply("2", "Hide", check("a", "one", "{equals: one}"), check("b", "two", "{contains: w}"));
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Accepted Complete Finished Ready");
    assertThat(world.jobCount()).isEqualTo(2);
    assertThat(world.service.asked()).hasSize(5);
    assertThat(world.told).filteredOn("TuningJobSucceeded"::equals).hasSize(2);
  }

  @Test
  @DisplayName("that get no answer are neither passed nor failed, and are asked five times at most")
  void outage() {
    unanswered(Failure.Kind.SERVICE_UNAVAILABLE, "UNAVAILABLE", 100);
    apply("1", "Hide", check("a", "one", "{equals: one}"));
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Reconciling");
    assertThat(world.reason()).isEqualTo("Accepting");
    assertThat(world.message()).contains("no answer: scripted");
    assertThat(world.condition("Accepted")).isEmpty();

    world.minutes(60);
    assertThat(world.service.asked()).hasSize(Acceptor.MOST_REQUESTS);
    assertThat(world.condition("Accepted").map(Condition::getStatus)).contains("Unknown");
    assertThat(world.conditions()).isEqualTo("Finished Stalled");
    assertThat(world.reason()).isEqualTo("AcceptanceUnknown");
    world.restart();
    world.minutes(60);
    assertThat(world.service.asked()).hasSize(Acceptor.MOST_REQUESTS);
  }

  @Test
  @DisplayName("that the service refuses have failed; a model that is not deployed yet has not")
  void refused() {
    unanswered(Failure.Kind.REQUEST_REJECTED, "FAILED_PRECONDITION", 1);
    unanswered(Failure.Kind.NOT_FOUND, "NOT_FOUND", 1);
    unanswered(Failure.Kind.REQUEST_REJECTED, "INVALID_ARGUMENT", 1);
    apply("1", "Hide", check("a", "one", "{equals: one}"), check("b", "two", "{contains: w}"));
    world.minutes(20);

    assertThat(world.reason()).isEqualTo("NotAccepted");
    assertThat(results())
        .first()
        .extracting(CheckStatus::requests, CheckStatus::result, CheckStatus::message)
        .containsExactly(3, "Failed", "the service refuses the request: scripted");
    assertThat(results().getLast().result()).isEqualTo("Passed");
  }

  @Test
  @DisplayName("show their answers only where the spec says so, shortened, and never elsewhere")
  void shown() {
    String answer = "pear".repeat(100);
    apply("1", "Show", check("a", answer, "{contains: apple}"));
    world.minutes(10);
    assertThat(results().getFirst().answer()).hasSize(256).startsWith("pear").endsWith("…");
    assertThat(world.toldWords).noneMatch(words -> words.contains("pear"));

    apply("1", "Hide", check("a", answer, "{contains: apple}"));
    world.minutes(10);
    assertThat(results().getFirst().answer()).isNull();
    assertThat(world.service.asked()).hasSize(1);
  }

  @Test
  @DisplayName("that can never be asked bar the create: a job that cannot be accepted is not paid")
  void invalid() {
    apply("1", "Hide", check("a", "one", "{matches: '(a'}"));
    world.minutes(10);
    assertThat(world.jobCount()).isZero();
    assertThat(world.reason()).isEqualTo("RequestRejected");
    assertThat(world.message()).contains("spec.acceptance.checks[0].expect.matches");

    String deep = "[".repeat(64) + "]".repeat(64);
    apply("1", "Hide", "  - {name: a, request: {contents: " + deep + "}, expect: {contains: x}}\n");
    world.minutes(10);
    assertThat(world.jobCount()).isZero();
    assertThat(world.message()).contains("checks[0].request may be nested at most 64 levels deep");

    apply("1", "Hide", check("a", "one", "{matches: '(o)'}"));
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Accepted Complete Finished Ready");

    apply("1", "Hide", check("a", "one", "{matches: '(a'}"));
    world.minutes(10);
    assertThat(world.reason()).isEqualTo("NotAccepted");
    assertThat(world.service.asked()).as("nothing was sent").hasSize(1);
  }

  @Test
  @DisplayName("come before the result is published: applications keep the last accepted model")
  void result() {
    new Edit("result", Map.of("configMapName", "tone-model")).play(world);
    apply("1", "Hide", check("a", "one", "{equals: one}"));
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Accepted Complete Finished Ready");
    assertThat(world.told).containsSubsequence("TuningJobSucceeded", "Accepted");
    apply("2", "Hide", check("a", "one", "{equals: two}"));
    world.minutes(10);
    assertThat(world.reason()).isEqualTo("NotAccepted");
    assertThat(published("run")).isEqualTo("1");

    apply("2", "Hide", check("a", "one", "{contains: n}"));
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Accepted Complete Finished Ready");
    assertThat(published("run")).isEqualTo("2");
  }

  @Test
  @DisplayName("that passed are kept while the result cannot be published, and are not asked again")
  void unpublished() {
    new Edit("result", Map.of("configMapName", "tone-model")).play(world);
    world.cluster.configMapsRefused = "scripted";
    apply("1", "Hide", check("a", "one", "{equals: one}"));
    world.minutes(10);
    assertThat(world.reason()).isEqualTo("ResultWriteRefused");
    assertThat(results().getFirst().result()).isEqualTo("Passed");

    world.cluster.configMapsRefused = null;
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Accepted Complete Finished Ready");
    assertThat(published("run")).isEqualTo("1");
    assertThat(world.service.asked()).hasSize(1);
  }

  private String published(String key) {
    return Objects.requireNonNull(
        Objects.requireNonNull(world.cluster.configMaps.get("tone-model")).data().get(key));
  }

  @Test
  @DisplayName("are not asked of a job that failed, nor while the resource is being deleted")
  void notAsked() {
    world.jobsEnd = Known.JOB_STATE_FAILED;
    apply("1", "Hide", check("a", "one", "{equals: one}"));
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Failed Finished Stalled");
    assertThat(world.service.asked()).isEmpty();
  }
}
