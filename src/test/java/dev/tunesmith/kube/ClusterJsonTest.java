package dev.tunesmith.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.kind.tuningjob.DesiredJobs;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server takes all of these: the schema keeps unknown fields as they are. */
@DisplayName("A resource that anybody may have stored")
class ClusterJsonTest {
  private static final KubernetesSerialization JSON = ClusterJson.serialization();

  static List<String> odd() {
    return List.of(
        nested("{\"a\":", "{}", "}", 9_000),
        nested("[", "", "]", 9_000),
        nested("[{\"a\":", "1", "}]", 4_000));
  }

  private static String nested(String open, String middle, String close, int levels) {
    return open.repeat(levels) + middle + close.repeat(levels);
  }

  @ParameterizedTest
  @MethodSource("odd")
  @DisplayName("is read and copied however deep a value is, and what stands behind it is kept")
  void deep(String value) {
    TuningJob read = read("\"odd\": " + value + ", \"description\": \"behind\"");

    assertThat(Objects.requireNonNull(read.getSpec()).tuning())
        .satisfies(tuning -> assertThat(tuning.unknownFields()).containsOnlyKeys("odd"))
        .satisfies(tuning -> assertThat(tuning.description()).isEqualTo("behind"));
    assertThat(JSON.clone(read).getSpec()).isEqualTo(read.getSpec());
    assertThat(refusal(read)).contains("unknown field spec.tuning.odd");
  }

  @Test
  @DisplayName("is read however long a field's name is")
  void longName() {
    String name = "n".repeat(1_000_000);

    assertThat(refusal(read("\"" + name + "\": 1"))).contains("spec.tuning." + name);
  }

  @Test
  @DisplayName("is read whole down to the hundredth level")
  void levels() {
    int above = 3; // the resource, its spec, and tuning
    int levels = ClusterJson.LEVELS - above;
    TuningJob whole = read("\"odd\": " + nested("[", "7", "]", levels));
    TuningJob cut = read("\"odd\": " + nested("[", "7", "]", levels + 1));

    assertThat(JSON.asJson(whole)).contains(nested("[", "7", "]", levels));
    assertThat(JSON.asJson(cut)).contains(nested("[", "", "]", levels + 1));
  }

  @Test
  @DisplayName("does not hide the others of a list")
  void list() {
    String items =
        "{\"kind\": \"TuningJobList\", \"apiVersion\": \"tunesmith.dev/v1alpha1\", \"items\": ["
            + resource("\"odd\": " + odd().getFirst())
            + ","
            + resource("\"description\": \"good\"")
            + "]}";
    KubernetesResourceList<?> list =
        JSON.unmarshal(
            new ByteArrayInputStream(items.getBytes(StandardCharsets.UTF_8)), Jobs.class);

    assertThat(list.getItems()).hasSize(2);
  }

  /** The kind of list that the client's informer reads. */
  static final class Jobs
      extends io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList<TuningJob> {
    private static final long serialVersionUID = 1L;
  }

  private static TuningJob read(String fields) {
    return JSON.unmarshal(resource(fields), TuningJob.class);
  }

  private static String resource(String fields) {
    return "{\"apiVersion\": \"tunesmith.dev/v1alpha1\", \"kind\": \"TuningJob\","
        + " \"metadata\": {\"name\": \"a\"}, \"spec\": {\"tuning\": {"
        + fields
        + "}}}";
  }

  private static String refusal(TuningJob job) {
    return String.join("; ", new DesiredJobs("p", "l").read(job.getSpec()).errors());
  }
}
