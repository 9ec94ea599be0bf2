package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.lifecycle.Controls.TimeToLive;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When resources are deleted after their end: {@code spec.ttlSecondsAfterFinished}.
 *
 * @param enabled whether the installation lets the operator delete resources
 */
record TimesToLive(boolean enabled) {
  /** The marks by which GitOps tools know what they apply, and create again when it is gone. */
  private enum Mark {
    ARGO_CD_ID("argocd.argoproj.io/tracking-id", "Argo CD"),
    ARGO_CD_INSTANCE("argocd.argoproj.io/instance", "Argo CD"),
    KUSTOMIZATION("kustomize.toolkit.fluxcd.io/name", "Flux"),
    HELM_RELEASE("helm.toolkit.fluxcd.io/name", "Flux"),
    /** Of Argo CD where it tracks by label, and of anything that is labelled as recommended. */
    INSTANCE("app.kubernetes.io/instance", "Argo CD");

    private final String key;
    private final String tool;

    Mark(String key, String tool) {
      this.key = key;
      this.tool = tool;
    }
  }

  /** Helm's mark on what it installs itself, which it does not create again. */
  private static final String RELEASE = "meta.helm.sh/release-name";

  /**
   * The time to live of a resource.
   *
   * @param seconds null for none
   */
  @Nullable TimeToLive of(@Nullable Long seconds, ObjectMeta meta) {
    return seconds == null ? null : new TimeToLive(Duration.ofSeconds(seconds), ignored(meta));
  }

  private @Nullable String ignored(ObjectMeta meta) {
    if (!enabled) {
      return "spec.ttlSecondsAfterFinished is ignored: the operator was not started with"
          + " --ttl-after-finished.";
    }
    Map<String, String> annotations =
        Objects.requireNonNullElse(meta.getAnnotations(), Map.<String, String>of());
    Map<String, String> labels =
        Objects.requireNonNullElse(meta.getLabels(), Map.<String, String>of());
    for (Mark mark : Mark.values()) {
      boolean helms = mark == Mark.INSTANCE && annotations.containsKey(RELEASE);
      if (!helms && (annotations.containsKey(mark.key) || labels.containsKey(mark.key))) {
        return "spec.ttlSecondsAfterFinished is ignored: by "
            + mark.key
            + " the resource may be tracked by "
            + mark.tool
            + ", which would create it again.";
      }
    }
    return null;
  }
}
