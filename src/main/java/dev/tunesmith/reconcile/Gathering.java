package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.kind.tuningjob.StatusReader;
import dev.tunesmith.kind.tuningjob.Subject;
import dev.tunesmith.kind.tuningjob.Wish;
import dev.tunesmith.kind.tuningjob.Wishes;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Marker;
import dev.tunesmith.lifecycle.Memory;
import dev.tunesmith.lifecycle.Recorded;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Situation;
import dev.tunesmith.lifecycle.Situation.Target;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.lifecycle.View;
import dev.tunesmith.vertex.Sweeper;
import dev.tunesmith.vertex.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Brings together all that is known of one resource before it is decided about. */
final class Gathering {
  private static final String FIRST_RUN = "1";

  private final Wishes wishes;
  private final String instanceId;
  private final Sweeper sweeper;
  private final MemoryBook book;
  private final Uptime uptime;

  Gathering(Wishes wishes, String instanceId, Sweeper sweeper, MemoryBook book, Uptime uptime) {
    this.wishes = wishes;
    this.instanceId = instanceId;
    this.sweeper = sweeper;
    this.book = book;
    this.uptime = uptime;
  }

  /**
   * All that is known.
   *
   * @param key the resource
   * @param situation for the decision
   * @param subject for the status
   * @param page what this process remembers
   */
  record Gathered(ResourceKey key, Situation situation, Subject subject, MemoryPage page) {}

  Gathered gather(TuningJob resource) {
    ResourceKey key = keyOf(resource);
    long generation = Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
    boolean deleting = resource.isMarkedForDeletion();
    TuningJobSpec spec = resource.getSpec();
    String specRun = spec == null || spec.run() == null ? FIRST_RUN : spec.run();
    MemoryPage page =
        book.page(key, Objects.requireNonNullElse(resource.getMetadata().getUid(), ""));
    Recorded read = witnessed(key, spec, specRun, StatusReader.read(resource.getStatus()));
    Recorded recorded = page.belief().believed(read, resource.getStatus(), specRun);
    boolean begun = recorded.counts(specRun);
    Wish wish = wishes.read(spec, begun ? recorded.scope() : null);
    String run = recorded.unfinished() && recorded.run() != null ? recorded.run() : specRun;
    String instance = begun && recorded.instanceId() != null ? recorded.instanceId() : instanceId;
    Target target = target(key, wish, run, instance);
    Scope scope = target == null ? null : target.scope();
    boolean idle = begun && recorded.finished() && !recorded.doubted();
    if (target != null && !idle) {
      // Before the view is read, so that the view speaks of what is asked now.
      sweeper.watch(key, watch(target, begun ? recorded : Recorded.NOTHING), null);
      page.bought().stream()
          .filter(job -> job.marker().isPresent())
          .forEach(job -> sweeper.gaveLabels(key, job.name()));
    }
    View view = sweeper.view(key);
    // After the view is read: a listing that it speaks of has been judged by then.
    if (scope != null && sweeper.labelsMissing(scope)) {
      book.markerNotKept(scope);
    }
    boolean markerNotKept = scope != null && book.isMarkerNotKept(scope);
    Memory memory =
        page.memory(specRun, run, generation, recorded, deleting, markerNotKept, view.job());
    Situation situation =
        new Situation(
            generation,
            specRun,
            deleting,
            target,
            wish.refusal(),
            recorded,
            withBought(view, recorded.job(), page.bought()),
            memory,
            uptime.now());
    List<String> notes =
        recorded.unfinished() || recorded.job() != null ? Wishes.unknownFields(spec) : List.of();
    return new Gathered(
        key, situation, new Subject(generation, specRun, run, instance, scope, notes), page);
  }

  /**
   * Asks for a complete listing on the resource's behalf.
   *
   * @param gathered what was gathered; its target says where
   * @param since the uptime, past or to come, that the listing has to begin at or after
   */
  void ask(Gathered gathered, Duration since) {
    Situation situation = gathered.situation();
    Target target = situation.target();
    if (target != null) {
      Recorded recorded = situation.recorded();
      boolean begun = recorded.counts(situation.run());
      sweeper.watch(gathered.key(), watch(target, begun ? recorded : Recorded.NOTHING), since);
    }
  }

  static ResourceKey keyOf(TuningJob resource) {
    return new ResourceKey(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
  }

  /**
   * What the status says of the recorded job's run, instance and place, unless the job's own marker
   * says otherwise: then somebody wrote into the status, and the marker would be looked for in
   * vain.
   */
  private Recorded witnessed(
      ResourceKey key, @Nullable TuningJobSpec spec, String specRun, Recorded recorded) {
    JobSnapshot seen = sweeper.view(key).job();
    Recorded inPlace = inPlace(recorded);
    Marker marker = seen == null ? null : seen.marker().orElse(null);
    if (seen == null || marker == null || !seen.name().equals(recorded.job())) {
      return inPlace;
    }
    String recordedRun = recorded.run() == null ? specRun : recorded.run();
    String recordedInstance = recorded.instanceId() == null ? instanceId : recorded.instanceId();
    for (Wish wish : List.of(wishes.read(spec, inPlace.scope()), wishes.read(spec, null))) {
      for (String run : List.of(recordedRun, specRun)) {
        for (String instance : List.of(recordedInstance, instanceId)) {
          Target target = target(key, wish, run, instance);
          if (target != null && target.marker().equals(marker)) {
            return inPlace.of(run, instance, target.scope());
          }
        }
      }
    }
    return inPlace;
  }

  /** A job is where its name says. */
  private static Recorded inPlace(Recorded recorded) {
    JobName job = recorded.job();
    Scope scope = recorded.scope();
    boolean elsewhere = job != null && scope != null && !scope.location().equals(job.location());
    return elsewhere ? recorded.elsewhere() : recorded;
  }

  private static @Nullable Target target(ResourceKey key, Wish wish, String run, String instance) {
    Scope scope = wish.scope();
    if (scope == null) {
      return null;
    }
    Marker marker =
        Marker.of(instance, key.namespace(), key.name(), run, scope, wish.canonicalJson());
    return new Target(scope, marker, wish.request());
  }

  private static Watch watch(Target target, Recorded recorded) {
    Submission submission = recorded.submission();
    return new Watch(
        target.scope(),
        target.marker(),
        submission == null ? null : submission.id(),
        recorded.job(),
        recorded.job() != null && !recorded.finished());
  }

  /** A bought job may not be listed yet; one that is recorded and said to be missing is not it. */
  private static View withBought(View view, @Nullable JobName job, List<JobSnapshot> bought) {
    List<JobSnapshot> siblings = new ArrayList<>(view.siblings());
    for (JobSnapshot one : bought) {
      boolean missing = view.missingSince() != null && one.name().equals(job);
      if (!missing && siblings.stream().noneMatch(seen -> seen.name().equals(one.name()))) {
        siblings.add(one);
      }
    }
    return new View(
        view.job(),
        view.missingSince(),
        view.missingAgain(),
        view.failure(),
        siblings,
        view.lookedSince());
  }
}
