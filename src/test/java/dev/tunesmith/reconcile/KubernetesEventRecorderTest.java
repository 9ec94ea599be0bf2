package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.sim.SimTime;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Events")
class KubernetesEventRecorderTest {
  private final SimTime time = new SimTime();
  private final KubernetesMockServer server = server();
  private KubernetesClient client;
  private KubernetesEventRecorder events;

  private static KubernetesMockServer server() {
    Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
    return new KubernetesMockServer(
        new Context(),
        new MockWebServer(),
        responses,
        new KubernetesMixedDispatcher(responses),
        false);
  }

  @BeforeEach
  void start() {
    server.init();
    client = server.createClient();
    events = new KubernetesEventRecorder(client, time);
  }

  @AfterEach
  void stop() {
    client.close();
    server.destroy();
  }

  @Test
  @DisplayName("name the resource, the reason and the words")
  void written() {
    events.event(about("a"), warning("QuotaExceeded", "not now"));

    assertThat(all()).hasSize(1);
    Event event = all().getFirst();
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("QuotaExceeded");
    assertThat(event.getMessage()).isEqualTo("not now");
    assertThat(event.getCount()).isOne();
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("TuningJob");
    assertThat(event.getInvolvedObject().getApiVersion()).isEqualTo("tunesmith.dev/v1alpha1");
    assertThat(event.getInvolvedObject().getName()).isEqualTo("a");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo("uid-a");
    assertThat(event.getFirstTimestamp()).isEqualTo("2026-01-01T10:00:00Z");
  }

  @Test
  @DisplayName("that repeat within a minute are silent, and counted up after it")
  void repeated() {
    TuningJob about = about("a");
    events.event(about, warning("QuotaExceeded", "not now"));
    int requests = server.getRequestCount();
    time.advance(Duration.ofSeconds(59));
    events.event(about, warning("QuotaExceeded", "not now"));
    assertThat(server.getRequestCount()).as("quiet").isEqualTo(requests);

    time.advance(Duration.ofSeconds(1));
    events.event(about, warning("QuotaExceeded", "not now"));

    assertThat(all()).hasSize(1);
    assertThat(all().getFirst().getCount()).isEqualTo(2);
    assertThat(all().getFirst().getLastTimestamp()).isEqualTo("2026-01-01T10:01:00Z");
    assertThat(all().getFirst().getFirstTimestamp()).isEqualTo("2026-01-01T10:00:00Z");
  }

  @Test
  @DisplayName("with other words, or about another resource, are events of their own")
  void different() {
    events.event(about("a"), warning("QuotaExceeded", "not now"));
    events.event(about("a"), warning("QuotaExceeded", "nor then"));
    events.event(about("a"), normal("QuotaExceeded", "not now"));
    events.event(about("b"), warning("QuotaExceeded", "not now"));

    assertThat(all()).hasSize(4);
  }

  @Test
  @DisplayName("that the API server has dropped meanwhile are written anew")
  void dropped() {
    TuningJob about = about("a");
    events.event(about, warning("QuotaExceeded", "not now"));
    client.resource(all().getFirst()).delete();
    time.advance(Duration.ofHours(2));

    events.event(about, warning("QuotaExceeded", "not now"));

    assertThat(all()).hasSize(1);
    assertThat(all().getFirst().getCount()).isOne();
  }

  @Test
  @DisplayName("are cut to what the API takes")
  void cut() {
    events.event(about("a"), normal("TuningJobFailed", "x".repeat(5000)));

    assertThat(all().getFirst().getMessage()).hasSize(1024).endsWith("…");
  }

  @Test
  @DisplayName("that cannot be written harm nobody: refused, or the client broken")
  void refused() {
    server
        .expect()
        .post()
        .withPath("/api/v1/namespaces/team-a/events")
        .andReturn(403, "{\"kind\":\"Status\",\"code\":403}")
        .once();
    assertThatCode(() -> events.event(about("a"), normal("TuningJobRunning", "it runs")))
        .doesNotThrowAnyException();

    client.close();
    assertThatCode(() -> events.event(about("b"), normal("TuningJobRunning", "it runs")))
        .doesNotThrowAnyException();
  }

  private List<Event> all() {
    return client.v1().events().inNamespace("team-a").list().getItems();
  }

  private static Announcement warning(String reason, String message) {
    return new Announcement(true, reason, message);
  }

  private static Announcement normal(String reason, String message) {
    return new Announcement(false, reason, message);
  }

  private static TuningJob about(String name) {
    TuningJob resource = new TuningJob();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("team-a")
            .withName(name)
            .withUid("uid-" + name)
            .withResourceVersion("7")
            .build());
    return resource;
  }
}
