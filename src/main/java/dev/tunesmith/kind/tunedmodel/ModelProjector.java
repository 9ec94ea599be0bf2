package dev.tunesmith.kind.tunedmodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.AcceptanceStatus;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.Rejected;
import dev.tunesmith.api.v1alpha1.tunedmodel.ModelStatus;
import dev.tunesmith.api.v1alpha1.tunedmodel.OperationError;
import dev.tunesmith.api.v1alpha1.tunedmodel.OperationStatus;
import dev.tunesmith.api.v1alpha1.tunedmodel.Submission;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelStatus;
import dev.tunesmith.gemini.ModelState;
import dev.tunesmith.gemini.Operation;
import dev.tunesmith.gemini.TunedModelSnapshot;
import dev.tunesmith.kind.AcceptanceView;
import dev.tunesmith.kind.BoundedRecords;
import dev.tunesmith.kind.ConditionSet;
import dev.tunesmith.kind.ConditionSet.Outcome;
import dev.tunesmith.kind.NonNullElements;
import dev.tunesmith.kind.Truncation;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The status that reports something, by the truth table of this kind: a model in a state that this
 * version does not know is one that is being made.
 */
final class ModelProjector {
  static final TunedModelStatus NOTHING =
      new TunedModelStatus(
          null, List.of(), null, null, null, null, null, null, null, null, null, null, null);

  /** "Unknown" never overwrites an end that the status reports. */
  private static final Set<ConditionReason> UNKNOWN =
      Set.of(
          ConditionReason.LISTING_JOBS,
          ConditionReason.CREATE_OUTCOME_UNKNOWN,
          ConditionReason.SERVICE_UNAVAILABLE,
          ConditionReason.QUOTA_EXCEEDED,
          ConditionReason.PERMISSION_DENIED,
          ConditionReason.NOT_FOUND,
          ConditionReason.INTERNAL_ERROR);

  private static final int WHOLE = 100;
  static final String NEW_RUN = " To tune another model, set a new spec.run.";

  private final ConditionSet conditions;

  ModelProjector(Clock clock) {
    this.conditions = new ConditionSet(clock);
  }

  /** The status after a report; equal to {@code written} where there is nothing new to say. */
  TunedModelStatus project(
      @Nullable TunedModelStatus written, ModelReport report, ModelReport.Context context) {
    TunedModelStatus before = of(written, context.run());
    return switch (report) {
      // A model that is being deleted says what it waits for, also after its end.
      case ModelReport.Waiting waiting
          // What was over at another generation may not be what the spec asks for now.
          when isOver(before)
              && Objects.equals(before.observedGeneration(), context.generation())
              && !context.deleted()
              && UNKNOWN.contains(waiting.reason()) ->
          refreshed(before, context.generation());
      case ModelReport.Waiting waiting ->
          with(
              before,
              context,
              waiting(waiting),
              before.submission(),
              before.rejected(),
              null,
              null,
              before.acceptance());
      case ModelReport.Submitting submitting ->
          with(
              before,
              context,
              Outcome.reconciling(
                  ConditionReason.SUBMITTING, "Sending the request that creates the tuned model."),
              new Submission(submitting.time(), context.inputs()),
              null,
              null,
              null,
              null);
      case ModelReport.Refused refused ->
          with(
              before,
              context,
              refused.refusal().stalled()
                  ? Outcome.stalled(refused.failure().kind().reason(), refused.refusal().message())
                  : Outcome.reconciling(
                      refused.failure().kind().reason(), refused.refusal().message()),
              refused.pending() ? before.submission() : null,
              refused.refusal().forGood()
                  ? new Rejected(
                      context.run(),
                      context.request(),
                      Truncation.required(refused.refusal().message(), Bounds.CONDITION_MESSAGE))
                  : before.rejected(),
              null,
              null,
              null);
      case ModelReport.Started started ->
          with(
              before,
              context,
              Outcome.reconciling(ConditionReason.CREATING, started.name() + " is being made."),
              before.submission(),
              null,
              operation(started.operation()),
              named(started.name()),
              null);
      case ModelReport.Followed followed ->
          with(
              before,
              context,
              outcome(followed, before.operation()).withNotes(followed.notes()),
              before.submission() == null && followed.ofInputs()
                  ? new Submission(null, context.inputs())
                  : before.submission(),
              null,
              followed.operation() == null ? before.operation() : operation(followed.operation()),
              model(followed.model()),
              // A model that cannot be used for a while keeps what its checks came to.
              followed.model().state() == ModelState.Known.ACTIVE
                  ? AcceptanceView.status(followed.checks())
                  : before.acceptance());
      case ModelReport.Deleting deleting ->
          with(
              before,
              context,
              Outcome.reconciling(
                  ConditionReason.CANCELLING,
                  "Deleting "
                      + deleting.name()
                      + " with its resource (requested at "
                      + deleting.time()
                      + "). The finalizer is removed when it is gone, or at the deletion's"
                      + " deadline."),
              before.submission(),
              before.rejected(),
              null,
              null,
              before.acceptance());
    };
  }

  /** What a status says of a run: another run's results are not its own. */
  static TunedModelStatus of(@Nullable TunedModelStatus written, String run) {
    TunedModelStatus before = written == null ? NOTHING : written;
    if (before.run() == null || before.run().equals(run)) {
      return before;
    }
    return new TunedModelStatus(
        before.observedGeneration(),
        List.of(),
        null,
        null,
        before.baseModel(),
        null,
        run,
        before.instanceId(),
        null,
        null,
        null,
        null,
        null);
  }

  private static Outcome waiting(ModelReport.Waiting waiting) {
    return waiting.stalled()
        ? Outcome.stalled(waiting.reason(), waiting.message())
        : Outcome.reconciling(waiting.reason(), waiting.message());
  }

  private TunedModelStatus refreshed(TunedModelStatus before, long generation) {
    return new TunedModelStatus(
        generation,
        conditions.refreshed(NonNullElements.of(before.conditions()), generation),
        before.state(),
        before.reason(),
        before.baseModel(),
        before.percent(),
        before.run(),
        before.instanceId(),
        before.submission(),
        before.rejected(),
        before.operation(),
        before.model(),
        before.acceptance());
  }

  private static Outcome outcome(ModelReport.Followed followed, @Nullable OperationStatus shown) {
    TunedModelSnapshot model = followed.model();
    return switch (model.state()) {
      case ModelState.Known known ->
          switch (known) {
            case ACTIVE ->
                AcceptanceView.outcome(
                    followed.checks(),
                    Outcome.complete(
                        ConditionReason.ACTIVE,
                        "The tuned model " + model.name() + " can be used."));
            case FAILED ->
                Outcome.failed(
                    ConditionReason.FAILED,
                    model.name()
                        + " could not be made: "
                        + error(followed.operation(), shown)
                        + NEW_RUN);
            case CREATING ->
                Outcome.reconciling(ConditionReason.CREATING, model.name() + " is being made.");
            case STATE_UNSPECIFIED -> unknown(model);
          };
      case ModelState.Unrecognized unrecognized -> unknown(model);
    };
  }

  private static Outcome unknown(TunedModelSnapshot model) {
    return Outcome.reconciling(
        ConditionReason.UNKNOWN_STATE, model.name() + " is " + model.state().raw() + ".");
  }

  private static String error(@Nullable Operation operation, @Nullable OperationStatus shown) {
    Operation.OperationError error = operation == null ? null : operation.error();
    OperationError before = shown == null ? null : shown.error();
    String message = error != null ? error.message() : before == null ? null : before.message();
    if (message == null) {
      return "the service gave no reason.";
    }
    return message.endsWith(".") ? message : message + ".";
  }

  private TunedModelStatus with(
      TunedModelStatus before,
      ModelReport.Context context,
      Outcome outcome,
      @Nullable Submission submission,
      @Nullable Rejected rejected,
      @Nullable OperationStatus operation,
      @Nullable ModelStatus model,
      @Nullable AcceptanceStatus acceptance) {
    ModelStatus shown = model == null ? before.model() : model;
    OperationStatus running = operation == null ? before.operation() : operation;
    List<Condition> old = NonNullElements.of(before.conditions());
    String state = state(shown);
    String reason = outcome.reason().value();
    return new TunedModelStatus(
        context.generation(),
        conditions.of(old, outcome, context.generation()),
        state,
        reason.equals(state) ? null : reason,
        baseModel(shown, context),
        percent(shown, running),
        context.run(),
        context.instanceId(),
        submission,
        rejected,
        running,
        shown,
        acceptance);
  }

  /** {@code Active} for {@code ACTIVE}. */
  private static @Nullable String state(@Nullable ModelStatus model) {
    String state = model == null ? null : model.state();
    return state == null || state.isEmpty()
        ? null
        : state.substring(0, 1) + state.substring(1).toLowerCase(Locale.ROOT);
  }

  private static @Nullable String baseModel(
      @Nullable ModelStatus model, ModelReport.Context context) {
    String base =
        model == null || model.baseModel() == null ? context.baseModel() : model.baseModel();
    return base == null ? null : base.substring(base.lastIndexOf('/') + 1);
  }

  private static @Nullable Integer percent(
      @Nullable ModelStatus model, @Nullable OperationStatus operation) {
    if (model != null && ModelState.Known.ACTIVE.name().equals(model.state())) {
      return WHOLE;
    }
    Integer total = operation == null ? null : operation.totalSteps();
    Integer done = operation == null ? null : operation.completedSteps();
    return total == null || done == null || total <= 0
        ? null
        : Math.clamp((long) done * WHOLE / total, 0, WHOLE);
  }

  private static OperationStatus operation(Operation operation) {
    Operation.OperationError error = operation.error();
    return new OperationStatus(
        Truncation.text(operation.name(), Bounds.RESOURCE_NAME),
        operation.totalSteps() == 0 ? null : operation.totalSteps(),
        operation.totalSteps() == 0 ? null : operation.completedSteps(),
        operation.done(),
        error == null
            ? null
            : new OperationError(
                null,
                Truncation.text(error.code() + ": " + error.message(), Bounds.ERROR_MESSAGE)));
  }

  private static ModelStatus named(String name) {
    return new ModelStatus(
        Truncation.text(name, Bounds.RESOURCE_NAME),
        null,
        null,
        ModelState.Known.CREATING.name(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static ModelStatus model(TunedModelSnapshot model) {
    ObjectNode body = model.body().deepCopy();
    if (body.path("tuningTask") instanceof ObjectNode task
        && task.path("snapshots") instanceof ArrayNode snapshots) {
      task.set("snapshots", thinned(snapshots));
    }
    return BoundedRecords.read(body, ModelStatus.class);
  }

  /** The first, the last, and what lies evenly between, as many as the schema has room for. */
  private static ArrayNode thinned(ArrayNode snapshots) {
    int all = snapshots.size();
    if (all <= Bounds.SNAPSHOTS) {
      return snapshots;
    }
    ArrayNode some = snapshots.arrayNode(Bounds.SNAPSHOTS);
    for (int i = 0; i < Bounds.SNAPSHOTS; i++) {
      JsonNode snapshot = snapshots.get((int) ((long) i * (all - 1) / (Bounds.SNAPSHOTS - 1)));
      some.add(Objects.requireNonNull(snapshot));
    }
    return some;
  }

  static boolean hasReady(@Nullable TunedModelStatus status) {
    return status != null
        && ConditionSet.find(NonNullElements.of(status.conditions()), Conditions.READY).isPresent();
  }

  static boolean isTrue(@Nullable TunedModelStatus status, String type) {
    return status != null && ConditionSet.isTrue(NonNullElements.of(status.conditions()), type);
  }

  /** Whether the status shows a model in one of the states that a tuning ends in. */
  static boolean isEnded(TunedModelStatus status) {
    ModelStatus model = status.model();
    return model != null && model.state() != null && ModelState.of(model.state()).ended();
  }

  static boolean isOver(@Nullable TunedModelStatus status) {
    return status != null && ConditionSet.isOver(NonNullElements.of(status.conditions()));
  }
}
