package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the operator relies on when it writes {@code status}. */
@KubeApiServer
final class StatusOnApiServerIT {
  private static final String EDIT =
      "{\"spec\":{\"tuning\":{\"description\":\"edited while nothing is submitted\"}}}";

  @Test
  @DisplayName("a new resource has observedGeneration -1 before any operator has seen it")
  void statusIsDefaulted(TestNamespace namespace) {
    TuningJob job = create("basic", namespace);

    assertThat(job.getStatus().observedGeneration()).isEqualTo(-1);
    assertThat(job.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(job.getSpec().run()).isEqualTo("1");
  }

  @Test
  @DisplayName("whatever the service says within the bounds can be written, and is read back equal")
  void everythingWithinBoundsIsTaken(TestNamespace namespace) {
    TuningJobStatus status = ExtremeStatus.of(ExtremeStatus.Lists.ONE);

    assertThat(write(create("basic", namespace), status, namespace)).isEqualTo(status);
  }

  @Test
  @DisplayName("everything at its bound, all at once, is not too much for the server")
  void everythingAtItsBoundIsTaken(TestNamespace namespace) {
    TuningJobStatus status = ExtremeStatus.of(ExtremeStatus.Lists.FULL);

    assertThat(write(create("everything", namespace), status, namespace)).isEqualTo(status);
  }

  @Test
  @DisplayName("a status written over a version that is no longer the newest gets 409")
  void staleStatusIsRefused(TestNamespace namespace) {
    TuningJob stale = create("basic", namespace);
    TuningJobStatus status = status("{\"run\":\"1\"}");
    write(stale, status, namespace);

    assertThatThrownBy(() -> write(stale, status, namespace))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(HttpURLConnection.HTTP_CONFLICT));
  }

  @Test
  @DisplayName(
      "a status written over an older spec gets 409: an edit and the intent exclude each other")
  void statusOverOlderSpecIsRefused(TestNamespace namespace) {
    TuningJob seen = create("basic", namespace);
    TuningJobStatus intent = status("{\"submission\":{\"id\":\"9b2e\"}}");
    namespace.kubectl().run("patch", "tj", "basic", "--type=merge", "-p", EDIT).output();

    assertThatThrownBy(() -> write(seen, intent, namespace))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(HttpURLConnection.HTTP_CONFLICT));
  }

  @Test
  @DisplayName("a status write changes neither spec nor generation")
  void statusWriteLeavesSpec(TestNamespace namespace) {
    TuningJob created = create("unknown-fields", namespace);
    write(created, status("{\"observedGeneration\":1}"), namespace);
    TuningJob read = namespace.client().resources(TuningJob.class).withName("unknown-fields").get();

    assertThat(read.getSpec()).isEqualTo(created.getSpec());
    assertThat(read.getMetadata().getGeneration()).isEqualTo(1);
  }

  private static TuningJob create(String example, TestNamespace namespace) {
    Path file = Path.of("src/test/resources/crd/valid", example + ".yaml");
    TuningJob job = Serialization.unmarshal(Examples.read(file).toString(), TuningJob.class);
    return namespace.client().resource(job).create();
  }

  private static TuningJobStatus write(
      TuningJob read, TuningJobStatus status, TestNamespace namespace) {
    TuningJob job = Serialization.clone(read);
    job.setStatus(status);
    return namespace.client().resource(job).updateStatus().getStatus();
  }

  private static TuningJobStatus status(String json) {
    return Serialization.unmarshal(json, TuningJobStatus.class);
  }
}
