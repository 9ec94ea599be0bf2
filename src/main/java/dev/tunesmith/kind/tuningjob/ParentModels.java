package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.PreTunedModelFrom;
import dev.tunesmith.api.v1alpha1.tuningjob.SentModel;
import dev.tunesmith.api.v1alpha1.tuningjob.Submission;
import dev.tunesmith.api.v1alpha1.tuningjob.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.kind.ConditionSet;
import dev.tunesmith.kind.NonNullElements;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.reconcile.Peers;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code spec.preTunedModelFrom} comes to.
 *
 * <p>A run keeps the model that it was created with. Which one that was is found by its inputs'
 * label, among the models that it can have been: the one that the status records, and all that the
 * parent has made. So a parent that is run again changes nothing for a run that has a job.
 *
 * @param verdict whether the parent has a model now; it is the first of the models then
 * @param models what a job of the resource can have been made of
 */
record ParentModels(Verdict verdict, List<SentModel> models) {
  /** A resource is read on its own. */
  static final ParentModels UNKNOWN =
      new ParentModels(
          new Verdict.Wait(
              ConditionReason.WAITING_FOR_PARENT, "The parent is not known.", Timing.CHECK_AGAIN),
          List.of());

  /** Copies the list. */
  ParentModels {
    models = List.copyOf(models);
  }

  static ParentModels of(TuningJob child, PreTunedModelFrom from, Peers<TuningJob> peers) {
    String name = Objects.requireNonNullElse(from.tuningJob(), "");
    TuningJob parent = peers.find(name);
    Verdict verdict = verdict(child, name, parent, from.checkpointId(), peers);
    Set<SentModel> models = new LinkedHashSet<>();
    TunedModel made = made(parent);
    if (made != null && verdict instanceof Verdict.Pass) {
      models.add(new SentModel(made.model(), from.checkpointId()));
    }
    TuningJobStatus own = child.getStatus();
    Submission submission = own == null ? null : own.submission();
    if (submission != null && submission.preTunedModel() != null) {
      models.add(submission.preTunedModel());
    }
    names(parent).forEach(model -> models.add(new SentModel(model, from.checkpointId())));
    models.removeIf(model -> model.tunedModelName() == null);
    return new ParentModels(verdict, new ArrayList<>(models));
  }

  private static Verdict verdict(
      TuningJob child,
      String name,
      @Nullable TuningJob parent,
      @Nullable String checkpoint,
      Peers<TuningJob> peers) {
    if (parent == null) {
      return waiting("TuningJob " + name + ", which does not exist in this namespace yet");
    }
    List<String> cycle = cycle(child, name, peers);
    if (!cycle.isEmpty()) {
      return new Verdict.Refuse(
          ConditionReason.PARENT_CYCLE,
          "These TuningJobs wait for each other's models, so that none of them can begin: "
              + String.join(" -> ", cycle)
              + ". Give one of them a spec.tuning.baseModel instead of spec.preTunedModelFrom.",
          Timing.CHECK_AGAIN);
    }
    TuningJobStatus status = parent.getStatus();
    if (parent.isMarkedForDeletion()) {
      return waiting("TuningJob " + name + ", which is being deleted");
    }
    if (status == null || !isFresh(parent, status)) {
      return waiting("TuningJob " + name + ", whose present run has not begun");
    }
    Condition ready =
        ConditionSet.find(NonNullElements.of(status.conditions()), Conditions.READY).orElse(null);
    String reason = ready == null ? "not ready" : ready.getReason();
    if (is(status, Conditions.COMPLETE)) {
      return usable(name, made(parent), checkpoint);
    }
    return is(status, Conditions.FINISHED)
        ? failed(
            "TuningJob "
                + name
                + " has no model to tune further ("
                + reason
                + "). Nothing is created until a run of it succeeds; its status says what to do.")
        : waiting("TuningJob " + name + ", which is " + reason);
  }

  private static Verdict usable(
      String name, @Nullable TunedModel made, @Nullable String checkpoint) {
    if (made == null || made.model() == null) {
      return failed("TuningJob " + name + " succeeded, and its job names no model.");
    }
    List<String> checkpoints = new ArrayList<>(made.checkpointEndpoints().keySet());
    if (made.defaultCheckpointId() != null) {
      checkpoints.add(made.defaultCheckpointId());
    }
    checkpoints.sort(Comparator.comparingInt(String::length).thenComparing(Function.identity()));
    return checkpoint == null || checkpoints.isEmpty() || checkpoints.contains(checkpoint)
        ? new Verdict.Pass()
        : failed(
            "The model of TuningJob "
                + name
                + " has no checkpoint "
                + checkpoint
                + "; it has "
                + String.join(", ", checkpoints)
                + ". Change spec.preTunedModelFrom.checkpointId.");
  }

  private static Verdict waiting(String parent) {
    return new Verdict.Wait(
        ConditionReason.WAITING_FOR_PARENT,
        "Waiting for the model of " + parent + ".",
        Timing.CHECK_AGAIN);
  }

  private static Verdict failed(String message) {
    return new Verdict.Refuse(ConditionReason.PARENT_FAILED, message, Timing.CHECK_AGAIN);
  }

  /** Whether the status speaks of what the spec asks for now. */
  private static boolean isFresh(TuningJob job, TuningJobStatus status) {
    TuningJobSpec spec = job.getSpec();
    return Objects.equals(status.observedGeneration(), job.getMetadata().getGeneration())
        && (spec == null || spec.run() == null || spec.run().equals(status.run()));
  }

  private static boolean is(TuningJobStatus status, String condition) {
    return ConditionSet.isTrue(NonNullElements.of(status.conditions()), condition);
  }

  /** Of resources that have not submitted anything; those that have do not wait for a model. */
  private static List<String> cycle(TuningJob child, String parent, Peers<TuningJob> peers) {
    Set<String> path = new LinkedHashSet<>(List.of(child.getMetadata().getName()));
    String next = parent;
    while (next != null && path.add(next)) {
      TuningJob job = peers.find(next);
      PreTunedModelFrom from = job == null ? null : waitsFor(job);
      next = from == null ? null : from.tuningJob();
    }
    if (next == null) {
      return List.of();
    }
    List<String> cycle = new ArrayList<>(path);
    cycle.add(next);
    return cycle;
  }

  private static @Nullable PreTunedModelFrom waitsFor(TuningJob job) {
    TuningJobStatus status = job.getStatus();
    boolean submitted = status != null && status.submission() != null && isFresh(job, status);
    return submitted || job.getSpec() == null ? null : job.getSpec().preTunedModelFrom();
  }

  private static @Nullable TunedModel made(@Nullable TuningJob parent) {
    JobStatus job = parent == null || parent.getStatus() == null ? null : parent.getStatus().job();
    return job == null ? null : job.tunedModel();
  }

  /** All that the parent made, as its status has it. */
  private static List<String> names(@Nullable TuningJob parent) {
    List<String> names = new ArrayList<>();
    TunedModel made = made(parent);
    if (made != null && made.model() != null) {
      names.add(made.model());
    }
    if (parent != null && parent.getStatus() != null) {
      NonNullElements.of(parent.getStatus().attempts()).stream()
          .map(Attempt::model)
          .filter(Objects::nonNull)
          .forEach(names::add);
    }
    return names;
  }
}
