package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.reconcile.TuningJobReconciler;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the API server keeps: manifests and statuses with versions. Every status that the operator
 * writes is held against the promises here.
 */
final class Cluster {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The CRD's default. */
  private static final String FRESH = "{\"observedGeneration\":-1}";

  /** One resource; its statuses as text, so that only what is written is remembered. */
  private static final class Stored {
    private final String uid;
    private TuningJobSpec spec;
    private long generation = 1;
    private long version = 1;
    private String status = FRESH;
    private final List<String> earlier = new ArrayList<>();
    private boolean held;
    private boolean restored;
    private @Nullable Duration deletedAt;

    Stored(String uid, TuningJobSpec spec) {
      this.uid = uid;
      this.spec = spec;
    }
  }

  private final World world;
  private final Map<String, Stored> stored = new TreeMap<>();
  private int uids;

  Cluster(World world) {
    this.world = world;
  }

  List<ResourceKey> keys() {
    return stored.keySet().stream().map(Cluster::key).toList();
  }

  private static ResourceKey key(String name) {
    return new ResourceKey("team-a", name);
  }

  // ---- what the operator does

  @Nullable TuningJob read(ResourceKey key) {
    Stored resource = stored.get(key.name());
    if (resource == null) {
      return null;
    }
    TuningJob job = new TuningJob();
    ObjectMeta meta =
        new ObjectMetaBuilder()
            .withNamespace(key.namespace())
            .withName(key.name())
            .withUid(resource.uid)
            .withGeneration(resource.generation)
            .withFinalizers(resource.held ? List.of(TuningJobReconciler.FINALIZER) : List.of())
            .withResourceVersion(Long.toString(resource.version))
            .withDeletionTimestamp(resource.deletedAt == null ? null : "2026-01-01T00:00:00Z")
            .build();
    job.setMetadata(meta);
    job.setSpec(resource.spec);
    job.setStatus(parsed(resource.status));
    return job;
  }

  /** The framework's finalizer, before the first round. */
  void hold(ResourceKey key) {
    Objects.requireNonNull(stored.get(key.name())).held = true;
  }

  TuningJob write(TuningJob read, TuningJobStatus status) {
    world.mayCrash(0.03);
    if (world.chance(0.08)) {
      world.time.pass(Duration.ofSeconds(world.random.nextInt(15)));
    }
    ObjectMeta meta = read.getMetadata();
    Stored resource = stored.get(meta.getName());
    if (resource == null) {
      throw new KubernetesClientException("gone", 404, null);
    }
    if (!meta.getResourceVersion().equals(Long.toString(resource.version))) {
      throw new KubernetesClientException("changed meanwhile", 409, null);
    }
    if (world.chance(0.03)) {
      throw new KubernetesClientException("etcd is busy", 500, null);
    }
    check(meta.getName(), resource, parsed(resource.status), status);
    resource.earlier.add(resource.status);
    resource.status = text(status);
    resource.version++;
    world.mayCrash(0.03);
    return Objects.requireNonNull(read(key(meta.getName())));
  }

  void release(ResourceKey key, boolean unconfirmed) {
    Stored resource = Objects.requireNonNull(stored.remove(key.name()));
    Duration deletedAt = Objects.requireNonNull(resource.deletedAt, "let go, but not deleted");
    Marker marker = World.marker(key, resource.spec);
    List<JobSnapshot> running =
        world.service.fake.jobs().stream()
            .filter(job -> job.marker().filter(marker::equals).isPresent())
            .filter(job -> !job.state().ended())
            .toList();
    if (unconfirmed) {
      assertThat(world.time.now())
          .as("let go unconfirmed at the bound only")
          .isGreaterThanOrEqualTo(deletedAt.plus(Timing.DEFAULTS.cancelBound()));
    } else {
      assertThat(running)
          .as("let go while a job of ours runs that could be known of")
          .allMatch(job -> world.service.isHiddenBeyondTheGrace(job.name()));
    }
  }

  private static void check(
      String name, Stored resource, TuningJobStatus before, TuningJobStatus after) {
    Set<String> now = trueOnes(after);
    assertThat(after.conditions().stream().map(Condition::getType)).doesNotHaveDuplicates();
    if (!after.conditions().isEmpty()) {
      assertThat(after.conditions().getFirst().getType()).isEqualTo("Ready");
    }
    assertThat(after.conditions())
        .extracting(Condition::getObservedGeneration)
        .containsOnly(after.observedGeneration());
    assertThat(now.contains("Reconciling") && now.contains("Stalled")).as(name).isFalse();
    assertThat(now.contains("Complete") && now.contains("Failed")).as(name).isFalse();
    assertThat(after.conditions())
        .as("no job was ever denied, so none is lost")
        .noneMatch(condition -> "JobLost".equals(condition.getReason()));
    String run = resource.spec.run();
    boolean sameRun = Objects.equals(before.run(), run) && Objects.equals(after.run(), run);
    if (sameRun && resource.deletedAt == null) {
      for (String end : List.of("Complete", "Failed")) {
        assertThat(now.contains(end) || !trueOnes(before).contains(end))
            .as("%s: %s of run %s is never undone: %s, then %s", name, end, run, before, after)
            .isTrue();
      }
    }
  }

  private static Set<String> trueOnes(TuningJobStatus status) {
    return status.conditions().stream()
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(Condition::getType)
        .collect(Collectors.toSet());
  }

  // ---- what people do

  void apply(String name, TuningJobSpec spec) {
    Stored resource = stored.get(name);
    if (resource == null) {
      stored.put(name, new Stored("uid-" + uids++, spec));
    } else if (resource.deletedAt == null
        && !spec.equals(resource.spec)
        && isAdmitted(resource, spec)) {
      resource.spec = spec;
      // A job whose end is told costs no reads: that of an earlier manifest under the same run
      // would
      // be believed where it comes back while no process is there.
      resource.earlier.removeIf(Cluster::tellsAnEnd);
      resource.generation++;
      resource.version++;
    }
    world.wake(key(name));
  }

  /** The two rules of editing, as the CRD has them. */
  private static boolean isAdmitted(Stored resource, TuningJobSpec spec) {
    TuningJobStatus status = parsed(resource.status);
    boolean submitted = status.submission() != null || status.job() != null;
    boolean ended = tellsAnEnd(resource.status);
    boolean sameRun = Objects.equals(spec.run(), resource.spec.run());
    return !submitted || (!sameRun && ended);
  }

  private static boolean tellsAnEnd(String status) {
    Set<String> now = trueOnes(parsed(status));
    return now.contains("Complete") || now.contains("Failed");
  }

  void delete(String name) {
    Stored resource = stored.get(name);
    if (resource != null && resource.deletedAt == null) {
      resource.deletedAt = world.time.now();
      resource.version++;
      world.wake(key(name));
    }
  }

  /** A status is lost, or an older one comes back. */
  void restore(String name, boolean lost) {
    Stored resource = stored.get(name);
    if (resource == null || resource.earlier.isEmpty()) {
      return;
    }
    resource.status =
        lost ? FRESH : resource.earlier.get(world.random.nextInt(resource.earlier.size()));
    resource.restored = true;
    resource.version++;
    world.wake(key(name));
  }

  /** Every resource is gone, has ended, or stalls for what only its manifest can mend. */
  void assertAllCameToTheirEnd() {
    stored.forEach(
        (name, resource) -> {
          assertThat(resource.deletedAt).as("%s is still there", name).isNull();
          TuningJobStatus status = parsed(resource.status);
          // A restored status can name the job of another manifest: that needs a person.
          boolean rejected =
              status.conditions().stream()
                  .map(Condition::getReason)
                  .anyMatch(
                      reason ->
                          reason.equals("RequestRejected")
                              || (resource.restored && reason.equals("JobNotOwned")));
          Set<String> now = trueOnes(status);
          assertThat(now.contains("Complete") || now.contains("Failed") || rejected)
              .as("%s has come to an end: %s", name, resource.status)
              .isTrue();
          assertThat(status.observedGeneration()).as(name).isEqualTo(resource.generation);
          assertThat(rejected || Objects.equals(status.run(), resource.spec.run()))
              .as("%s tells of its own run: %s", name, resource.status)
              .isTrue();
        });
  }

  TuningJobStatus status(String name) {
    return parsed(Objects.requireNonNull(stored.get(name)).status);
  }

  private static TuningJobStatus parsed(String status) {
    try {
      return JSON.readValue(status, TuningJobStatus.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(TuningJobStatus status) {
    try {
      return JSON.writeValueAsString(status);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
