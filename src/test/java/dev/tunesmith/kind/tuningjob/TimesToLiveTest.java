package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.Controls.TimeToLive;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("spec.ttlSecondsAfterFinished")
class TimesToLiveTest {
  private static final TimesToLive ENABLED = new TimesToLive(true);

  @Test
  @DisplayName("counts in seconds, and is none where it is absent")
  void seconds() {
    assertThat(ENABLED.of(null, new ObjectMeta())).isNull();
    assertThat(ENABLED.of(60L, new ObjectMeta()))
        .isEqualTo(new TimeToLive(Duration.ofMinutes(1), null));
  }

  @Test
  @DisplayName("is ignored where the operator may not delete resources")
  void notEnabled() {
    assertThat(ignored(new TimesToLive(false), new ObjectMeta())).contains("--ttl-after-finished");
  }

  @ParameterizedTest
  @CsvSource({
    "argocd.argoproj.io/tracking-id, Argo CD",
    "argocd.argoproj.io/instance, Argo CD",
    "app.kubernetes.io/instance, Argo CD",
    "kustomize.toolkit.fluxcd.io/name, Flux",
    "helm.toolkit.fluxcd.io/name, Flux"
  })
  @DisplayName("is ignored where a GitOps tool would create the resource again, by its mark")
  void tracked(String mark, String tool) {
    assertThat(ignored(ENABLED, new ObjectMetaBuilder().addToLabels(mark, "x").build()))
        .contains(mark, tool);
  }

  @Test
  @DisplayName("is not ignored on what Helm installed itself, and knows annotations, too")
  void helm() {
    ObjectMeta helm =
        new ObjectMetaBuilder()
            .addToLabels("app.kubernetes.io/instance", "x")
            .addToAnnotations("meta.helm.sh/release-name", "x")
            .build();
    assertThat(Objects.requireNonNull(ENABLED.of(1L, helm)).ignored()).isNull();
    ObjectMeta argo =
        new ObjectMetaBuilder()
            .addToAnnotations("argocd.argoproj.io/tracking-id", "x")
            .addToAnnotations("meta.helm.sh/release-name", "x")
            .build();
    assertThat(ignored(ENABLED, argo)).contains("Argo CD");
  }

  private static String ignored(TimesToLive times, ObjectMeta meta) {
    return Objects.requireNonNull(Objects.requireNonNull(times.of(1L, meta)).ignored());
  }
}
