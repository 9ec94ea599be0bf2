package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunesmith.fuzz.Cases;
import dev.tunesmith.fuzz.OddVertex;
import dev.tunesmith.fuzz.RawApi;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The whole operator on the real API server, with a service that answers at random, and a few
 * manifests that nobody would write.
 */
@KubeApiServer
@DisplayName("Whatever the service says, and whatever is in a manifest,")
class OperatorFuzzIT {
  private static final int RESOURCES = Math.max(24, Cases.runs(0) / 40);
  private static final List<String> LOCATIONS = List.of("us-central1", "europe-west4", "us-east4");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int REPLIES = 500;
  private static final int REPLIES_A_SECOND = 20;

  @Test
  @DisplayName(
      "each resource shows it with a reason, creates one job, is deleted, and no loop is hot")
  void random(ApiServer server, TestNamespace namespace) {
    long seed = Cases.firstSeed();
    System.out.println("service of -Dtunesmith.fuzz.seed=" + seed);
    RawApi api = new RawApi(namespace);
    KubectlUser user = new KubectlUser(namespace);
    List<String> odd = createOdd(api);
    List<String> names = createPlain(user);
    long start = System.nanoTime();
    try (OddVertex vertex = new OddVertex(seed);
        OperatorUnderTest operator =
            OperatorUnderTest.start(
                server, vertex.endpoint(), OperatorUnderTest.options(namespace.name()))) {
      // What was refused is tried again later and later, so that replies alone may take minutes.
      int replies = Cases.runs(REPLIES);
      long enough = start + TimeUnit.SECONDS.toNanos(replies / REPLIES_A_SECOND);
      await("replies")
          .forever()
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () ->
                  vertex.shown() >= replies
                      || System.nanoTime() - enough > 0
                      || (vertex.shown() > 0 && everyEnd(api)));
      vertex.calmDown();
      await("a reason everywhere")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(withoutReason(api)).isEmpty());

      assertThat(reasons(api, odd)).containsOnly("RequestRejected");
      assertThat(vertex.created())
          .as("labels of the jobs created")
          .isNotEmpty()
          .doesNotHaveDuplicates();
      assertThat(operator.counts().internalErrors()).isZero();
      long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
      assertThat(vertex.calls()).isLessThan(Math.toIntExact(seconds * 6 * LOCATIONS.size() + 400));
      assertThat(operator.counts().reconciliations())
          .isLessThan(Math.toIntExact((seconds * 6 + 30) * (RESOURCES + odd.size())));
      System.out.printf(
          "%d jobs shown in %d s: %d calls, %d reconciliations, %d created%n",
          vertex.shown(),
          seconds,
          vertex.calls(),
          operator.counts().reconciliations(),
          vertex.created().size());
      names.addAll(odd);
      user.delete(names.toArray(String[]::new));
      await("all gone").atMost(PATIENCE).until(() -> api.list().isEmpty());
      assertThat(operator.counts().internalErrors()).isZero();
    }
  }

  private static List<String> createPlain(KubectlUser user) {
    List<String> names = new ArrayList<>();
    List<Manifest> manifests = new ArrayList<>();
    for (int i = 0; i < RESOURCES; i++) {
      names.add("plain-" + i);
      manifests.add(Manifest.of("plain-" + i).inLocation(LOCATIONS.get(i % LOCATIONS.size())));
    }
    user.apply(manifests.toArray(Manifest[]::new));
    return names;
  }

  /** What the API server takes, and a client with Jackson's default bounds cannot read. */
  private static List<String> createOdd(RawApi api) {
    List<String> values =
        List.of(
            "\"odd\": " + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
            "\"odd\": " + "[".repeat(2_000) + "]".repeat(2_000),
            "\"" + "n".repeat(100_000) + "\": 1");
    List<String> names = new ArrayList<>();
    for (String value : values) {
      String name = "odd-" + names.size();
      api.create(
          """
          {"apiVersion": "tunesmith.dev/v1alpha1", "kind": "TuningJob", "metadata": {"name": "%s"},
           "spec": {"tuning": {"baseModel": "gemini-2.5-flash", %s, "supervisedTuningSpec":
             {"trainingDatasetUri": "gs://bucket/train.jsonl"}}}}
          """
              .formatted(name, value));
      names.add(name);
    }
    return names;
  }

  private static JsonNode ready(JsonNode item) {
    for (JsonNode condition : item.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition;
      }
    }
    return item.path("nothing");
  }

  private static List<String> withoutReason(RawApi api) {
    List<String> without = new ArrayList<>();
    for (JsonNode item : api.list()) {
      JsonNode ready = ready(item);
      if (ready.path("reason").asText().isEmpty() || ready.path("message").asText().isEmpty()) {
        without.add(item.path("metadata").path("name").asText());
      }
    }
    return without;
  }

  private static List<String> reasons(RawApi api, List<String> names) {
    List<String> reasons = new ArrayList<>();
    for (JsonNode item : api.list()) {
      if (names.contains(item.path("metadata").path("name").asText())) {
        reasons.add(ready(item).path("reason").asText());
      }
    }
    return reasons;
  }

  /** An end is final: then there is nothing left to be shown. */
  private static boolean everyEnd(RawApi api) {
    for (JsonNode item : api.list()) {
      boolean ended = false;
      for (JsonNode condition : item.path("status").path("conditions")) {
        ended |= List.of("Complete", "Failed", "Stalled").contains(condition.path("type").asText());
      }
      if (!ended) {
        return false;
      }
    }
    return true;
  }
}
