package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * {@code kubectl edit --subresource=status}, on the real server: a sample of what the simulation
 * does one by one in every state.
 */
@KubeApiServer
@DisplayName("A status that was edited by hand")
class ForgedStatusIT {
  private static final String TIME = "\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"";
  private static final String SUCCESS =
      "\"conditions\":["
          + "{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"Succeeded\",\"message\":\"\","
          + TIME
          + "},{\"type\":\"Complete\",\"status\":\"True\",\"reason\":\"Succeeded\",\"message\":\"\","
          + TIME
          + "}]";

  private KubectlUser user;
  private Emulator emulator;
  private EmulatorJobs jobs;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer server, TestNamespace namespace) {
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
  }

  @AfterEach
  void stop() {
    operator.close();
    emulator.close();
  }

  /** By resource: a merge patch of its status, {@code OWN} and {@code STRANGER} being jobs. */
  private static Map<String, String> forgeries() {
    Map<String, String> forgeries = new TreeMap<>();
    forgeries.put("wiped", "null");
    forgeries.put("strangers-job", "{\"job\":{\"name\":\"STRANGER\"}}");
    forgeries.put(
        "whole-end",
        "{\"job\":{\"state\":\"JOB_STATE_SUCCEEDED\"},\"attempts\":[{\"run\":\"1\",\"number\":1,"
            + "\"job\":\"OWN\",\"state\":\"JOB_STATE_SUCCEEDED\",\"reason\":\"Succeeded\"}],"
            + SUCCESS
            + "}");
    forgeries.put("conditions", "{" + SUCCESS + "}");
    forgeries.put(
        "submission", "{\"submission\":{\"attempt\":1,\"time\":\"2026-01-01T00:00:00Z\"}}");
    forgeries.put(
        "submission-alone",
        "{\"job\":null,\"submission\":{\"attempt\":1,\"time\":\"2026-01-01T00:00:00Z\"}}");
    forgeries.put("another-run", "{\"run\":\"9\"}");
    forgeries.put("another-instance", "{\"instanceId\":\"elsewhere\"}");
    forgeries.put("another-project", "{\"projectId\":\"other-project\"}");
    forgeries.put("another-location", "{\"location\":\"europe-west4\"}");
    return forgeries;
  }

  private String job(String name) {
    return jobs.of(name).getFirst().path("name").asText();
  }

  private void forge() {
    String stranger = job("stranger");
    forgeries()
        .forEach(
            (name, status) ->
                user.editStatus(
                    name,
                    "{\"status\": "
                        + status.replace("STRANGER", stranger).replace("OWN", job(name))
                        + "}"));
  }

  @Test
  @DisplayName(
      "is corrected, leads to no create, and to no cancellation of another resource's job, also on"
          + " delete")
  void forged() {
    List<String> names = List.copyOf(forgeries().keySet());
    user.apply(Manifest.ofEndless("stranger"));
    user.apply(names.stream().map(Manifest::ofEndless).toArray(Manifest[]::new));
    user.awaitState("stranger", "JOB_STATE_RUNNING");
    names.forEach(name -> user.awaitState(name, "JOB_STATE_RUNNING"));

    forge();

    for (String name : names) {
      KubectlUser.awaitThat(
          "the true status of " + name,
          () -> {
            assertThat(user.job(name)).as(name).contains(job(name));
            assertThat(user.state(name)).as(name).contains("JOB_STATE_RUNNING");
            assertThat(user.condition(name, "Ready").map(c -> c.getReason())).contains("Running");
            assertThat(user.condition(name, "Complete")).isEmpty();
            assertThat(Optional.ofNullable(user.status(name)))
                .hasValueSatisfying(
                    status -> {
                      assertThat(status.run()).isEqualTo("1");
                      assertThat(status.instanceId()).isEqualTo("test-instance");
                      assertThat(status.projectId()).isEqualTo("local-project");
                      assertThat(status.location()).isEqualTo("us-central1");
                      assertThat(status.submission()).isNotNull();
                    });
          });
    }
    forge();
    user.delete(names.toArray(String[]::new));
    for (String name : names) {
      user.awaitGone(name);
      assertThat(jobs.states(name)).as(name).containsExactly("JOB_STATE_CANCELLED");
    }
    assertThat(jobs.states("stranger")).containsExactly("JOB_STATE_RUNNING");
    assertThat(operator.counts().unconfirmed()).as("unconfirmed releases").isZero();
    user.delete("stranger");
    user.awaitGone("stranger");
  }
}
