package dev.tunesmith.kind.tunedmodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.acceptance.AcceptancePlan;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.EventReason;
import dev.tunesmith.api.v1alpha1.tunedmodel.OperationStatus;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelSpec;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelStatus;
import dev.tunesmith.gemini.ModelState;
import dev.tunesmith.gemini.Operation;
import dev.tunesmith.gemini.TunedModelSnapshot;
import dev.tunesmith.gemini.TunedModels;
import dev.tunesmith.kind.AcceptanceView;
import dev.tunesmith.kind.ConditionSet;
import dev.tunesmith.kind.NonNullElements;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.reconcile.Attempt;
import dev.tunesmith.reconcile.ReconcileListener.Occurrence;
import dev.tunesmith.reconcile.ReconcileListener.Outcome;
import dev.tunesmith.reconcile.Refusal;
import dev.tunesmith.reconcile.Writes;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.TunedEndpoints;
import io.fabric8.kubernetes.api.model.Condition;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reconciliation of one resource. The process may die before and after every effect: the next
 * one finds the model by its id.
 */
final class ModelReconciliation extends Attempt<TunedModel> {
  private static final Logger LOG = LoggerFactory.getLogger(ModelReconciliation.class);

  private final TunedModelController.Parts parts;
  private final ResourceKey key;
  private final ModelMemory memory;
  private final ModelProjector projector;
  private boolean looked;
  private @Nullable ModelSources sources;
  private @Nullable ModelSituation situation;

  ModelReconciliation(
      TunedModelController.Parts parts,
      ResourceKey key,
      ModelMemory memory,
      Writes<TunedModel> writes,
      TunedModel resource) {
    super(parts, TunedModelKind.FINALIZER, memory.metadata(), writes, resource);
    this.parts = parts;
    this.key = key;
    this.memory = memory;
    this.projector = new ModelProjector(parts.clock());
  }

  @Override
  protected Optional<Duration> step() {
    ModelSituation in = gather();
    ModelDecision decision = ModelDecider.decide(in.facts());
    parts.listener().decided(outcome(decision));
    LOG.debug("{}", decision);
    // The deletion's deadline must not depend on the service having something to say.
    Duration left = in.untilDeadline();
    return inTurn(in, decision)
        .map(again -> left.isPositive() && left.compareTo(again) < 0 ? left : again);
  }

  /** What calls the service waits while as many workers as may be are busy with its endpoint. */
  private Optional<Duration> inTurn(ModelSituation in, ModelDecision decision) {
    if (!(decision instanceof ModelDecision.Call)) {
      return act(in, decision);
    }
    URI endpoint = Objects.requireNonNull(in.access()).endpoint();
    if (!parts.endpoints().begin(endpoint)) {
      if (!ModelProjector.hasReady(resource.getStatus())) {
        waiting(
            ConditionReason.LISTING_JOBS,
            "Other TunedModels wait for answers of " + endpoint + "; this one is read after them.");
      }
      return Optional.of(parts.pause(Failure.Kind.SERVICE_UNAVAILABLE, memory.waited()));
    }
    try {
      memory.hadTurn();
      return act(in, decision);
    } finally {
      parts.endpoints().end(endpoint);
    }
  }

  @Override
  protected String runName() {
    return situation == null ? "" : situation.desired().run();
  }

  @Override
  protected void waiting(ConditionReason reason, String message) {
    report(gather(), new ModelReport.Waiting(reason, message, false));
  }

  private ModelSituation gather() {
    if (sources == null) {
      sources =
          ModelSources.read(parts.objects(), parts.policy(), key.namespace(), resource.getSpec());
    }
    ModelSituation gathered = ModelSituation.of(parts, key, memory, sources, looked, resource);
    situation = gathered;
    return gathered;
  }

  private static Outcome outcome(ModelDecision decision) {
    return switch (decision) {
      case ModelDecision.Ignore ignore -> Outcome.IGNORED;
      case ModelDecision.Look look -> Outcome.LISTED;
      case ModelDecision.AddFinalizer add -> Outcome.FINALIZED;
      case ModelDecision.Submit submit -> Outcome.SUBMITTED;
      case ModelDecision.Follow follow -> Outcome.FOLLOWED;
      case ModelDecision.Unread unread -> Outcome.WAITED;
      case ModelDecision.Delete delete -> Outcome.DELETED;
      case ModelDecision.Release release -> Outcome.RELEASED;
      case ModelDecision.Report report ->
          report.verdict() instanceof Verdict.Refuse ? Outcome.BLOCKED : Outcome.WAITED;
    };
  }

  // ---- act

  /** Carries a decision out; empty when the next one is to be made at once. */
  private Optional<Duration> act(ModelSituation in, ModelDecision decision) {
    return switch (decision) {
      case ModelDecision.Ignore ignore -> Optional.of(ModelSituation.AT_REST);
      case ModelDecision.Look look -> look(in);
      case ModelDecision.AddFinalizer add -> addFinalizer();
      case ModelDecision.Submit submit -> submit(in);
      case ModelDecision.Follow follow -> follow(in, follow.model());
      case ModelDecision.Unread unread -> {
        report(
            in,
            new ModelReport.Waiting(
                unread.failure().kind().reason(),
                unread.last().name() + " cannot be read: " + unread.failure().sentence(),
                false));
        yield Optional.of(untilNext());
      }
      case ModelDecision.Delete delete -> delete(in, delete.model());
      case ModelDecision.Release release -> release(in, release.unconfirmed());
      case ModelDecision.Report report -> {
        yield Optional.of(report(in, report.verdict()));
      }
    };
  }

  private Duration report(ModelSituation in, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Pass pass -> AT_ONCE;
      case Verdict.Wait wait -> {
        report(in, new ModelReport.Waiting(wait.reason(), wait.message(), false));
        yield wait.again() == null ? untilNext() : wait.again();
      }
      case Verdict.Refuse refuse -> {
        report(in, new ModelReport.Waiting(refuse.reason(), refuse.message(), true));
        yield refuse.again() == null ? in.again() : refuse.again();
      }
    };
  }

  private Duration untilNext() {
    Duration pause = memory.notBefore().minus(now());
    return pause.isPositive() ? pause : parts.schedule().interval();
  }

  private Optional<Duration> look(ModelSituation in) {
    looked = true;
    if (!ModelProjector.hasReady(resource.getStatus())) {
      report(
          in,
          new ModelReport.Waiting(
              ConditionReason.LISTING_JOBS,
              "Listing the tuned models before anything is created.",
              false));
    }
    Failure failure = new RunModels(service(in), memory, in.facts(), now()).read();
    if (failure != null) {
      memory.unreadable(failure, now().plus(parts.pause(failure.kind(), memory.failures())));
    }
    return Optional.empty();
  }

  private TunedModels service(ModelSituation in) {
    return parts.services().with(Objects.requireNonNull(in.access()));
  }

  private Optional<Duration> submit(ModelSituation in) {
    Duration written = now();
    if (!parts.mayAct().getAsBoolean()
        || !report(in, new ModelReport.Submitting(time()))
        || isLate(written)) {
      return Optional.of(AT_ONCE);
    }
    ObjectNode body = Objects.requireNonNull(in.desired().body());
    memory.sending();
    switch (service(in).create(in.facts().id().id(), body)) {
      case TunedModels.Started started -> {
        memory.accepted();
        memory.operation(started.operation());
        memory.lookAgain();
        // A gateway that does not take the id names the model otherwise: then it is reported so.
        String name =
            Objects.requireNonNullElse(started.operation().tunedModel(), in.facts().id().name());
        report(gather(), new ModelReport.Started(name, started.operation()));
        parts.models().created();
        event(false, EventReason.TUNED_MODEL_CREATED, name + " is being made.");
        return Optional.of(parts.schedule().interval());
      }
      case TunedModels.AlreadyExists exists -> exists(in);
      case TunedModels.Refused refused -> refused(in, refused.failure());
      case TunedModels.OutcomeUnknown unknown -> {
        // The id makes another create safe: it is listed first.
        parts.listener().count(Occurrence.CREATE_OUTCOME_UNKNOWN);
        Duration until = now().plus(parts.pause(unknown.failure().kind(), memory.refusals()));
        memory.refused(
            new Verdict.Wait(
                ConditionReason.CREATE_OUTCOME_UNKNOWN,
                "Whether the service accepted the create is not known; the models are listed again:"
                    + " "
                    + unknown.failure().sentence(),
                null),
            until,
            generation());
        event(true, ConditionReason.CREATE_OUTCOME_UNKNOWN.value(), unknown.failure().message());
      }
    }
    return Optional.empty();
  }

  /** A model has the id: of an earlier create of ours, or of another account. */
  private void exists(ModelSituation in) {
    switch (service(in).get(in.facts().id().name())) {
      case TunedModels.Found found -> {
        memory.accepted();
        memory.saw(List.of(found.model()), false, now());
      }
      case TunedModels.Absent absent ->
          existsUnseen(Failure.Kind.SERVICE_UNAVAILABLE, "it does not show it yet.");
      case TunedModels.Unknown unknown ->
          existsUnseen(unknown.failure().kind(), unknown.failure().sentence());
    }
  }

  private void existsUnseen(Failure.Kind kind, String why) {
    memory.refused(
        new Verdict.Wait(
            kind.reason(),
            "The service says that a tuned model of this id exists already, and " + why,
            null),
        now().plus(parts.pause(kind, memory.refusals())),
        generation());
  }

  private void refused(ModelSituation in, Failure failure) {
    // A refusal ends its own create only: an earlier one may still have been accepted.
    boolean pending =
        in.facts().submitted() != null && in.facts().gone() == ModelFacts.Gone.UNKNOWN;
    Duration pause = parts.pause(failure.kind(), memory.refusals());
    Refusal refusal = Refusal.of("The service", failure, pause, parts.clock().instant());
    memory.refused(refusal.verdict(), now().plus(pause), generation());
    report(in, new ModelReport.Refused(failure, refusal, pending));
  }

  private Optional<Duration> follow(ModelSituation in, TunedModelSnapshot model) {
    boolean active = model.state() == ModelState.Known.ACTIVE;
    Map<String, JsonNode> drift = active ? in.desired().drift(model) : Map.of();
    if (memory.isUnpatchable(drift)) {
      return followed(in, model, List.of(keeps(drift)));
    }
    if (!drift.isEmpty() && parts.mayAct().getAsBoolean()) {
      ObjectNode values = JsonNodeFactory.instance.objectNode();
      values.setAll(drift);
      String fields = String.join(", ", drift.keySet());
      switch (service(in).patch(model.name(), drift.keySet(), values)) {
        case TunedModels.Patched patched -> {
          memory.saw(List.of(patched.model()), false, now());
          Map<String, JsonNode> left = in.desired().drift(patched.model());
          memory.unpatchable(left);
          if (left.size() < drift.size()) {
            event(
                false,
                EventReason.TUNED_MODEL_PATCHED,
                "Changed " + fields + " of " + model.name() + " to what the spec says.");
          }
          return followed(in, patched.model(), left.isEmpty() ? List.of() : List.of(keeps(left)));
        }
        case TunedModels.Absent absent -> {
          // The next read says whether it is gone; a service without this method answers so, too.
          return followed(
              in, model, List.of(differs(fields, "the service does not find it to change it.")));
        }
        case TunedModels.Refused refused -> {
          return followed(in, model, List.of(differs(fields, refused.failure().sentence())));
        }
        case TunedModels.Unknown unknown -> {
          return followed(in, model, List.of(differs(fields, unknown.failure().sentence())));
        }
      }
    }
    return followed(in, model, List.of());
  }

  private static String differs(String fields, String why) {
    return "The model's "
        + fields
        + " differs from the spec and could not be changed, which is tried again: "
        + why;
  }

  private static String keeps(Map<String, JsonNode> values) {
    return "The service answers with another value of "
        + String.join(", ", values.keySet())
        + " than the spec has, also after a change.";
  }

  private Optional<Duration> followed(
      ModelSituation in, TunedModelSnapshot model, List<String> problems) {
    TunedModelStatus before = ModelProjector.of(resource.getStatus(), in.desired().run());
    if (before.model() == null && before.submission() != null) {
      // The reply of our create was lost.
      parts.models().created();
      event(false, EventReason.TUNED_MODEL_CREATED, model.name() + " was created.");
    } else if (before.model() == null) {
      parts.listener().count(Occurrence.ADOPTED);
      event(
          false,
          EventReason.TUNED_MODEL_ADOPTED,
          model.name() + " (" + model.state().raw() + ") exists already; nothing was created.");
    }
    parts.endpoints().showedId(Objects.requireNonNull(in.access()).endpoint());
    List<String> notes = new ArrayList<>(in.desired().warnings());
    notes.addAll(problems);
    boolean ofInputs = model.id().equals(in.facts().id().id());
    if (!ofInputs) {
      notes.add(
          in.facts().data() instanceof Verdict.Pass
              ? "The training data in the ConfigMap changed after the model was created; set a new"
                  + " spec.run to tune on it."
              : "The training data in the ConfigMap cannot be read any more.");
    }
    OperationStatus shown = before.operation();
    boolean reported = shown != null && Boolean.TRUE.equals(shown.done());
    if (model.state() != ModelState.Known.ACTIVE || !reported) {
      memory.operation(operation(in, model));
    }
    AcceptancePlan checks = checks(in, model);
    Optional<Duration> asking =
        checks == null ? Optional.empty() : ask(in, model, ofInputs, notes, checks);
    if (asking.isPresent()) {
      return asking;
    }
    boolean changed =
        report(in, new ModelReport.Followed(model, memory.operation(), ofInputs, notes, checks));
    if (changed && !problems.isEmpty()) {
      event(true, EventReason.TUNED_MODEL_NOT_PATCHED, String.join(" ", problems));
    }
    return Optional.of(
        model.state().ended() ? ModelSituation.AT_REST : parts.schedule().interval());
  }

  private @Nullable AcceptancePlan checks(ModelSituation in, TunedModelSnapshot model) {
    TunedModelSpec spec = resource.getSpec();
    TunedModelStatus status = resource.getStatus();
    return spec == null || in.facts().deleted() || model.state() != ModelState.Known.ACTIVE
        ? null
        : AcceptancePlan.of(
                spec.acceptance(),
                status == null ? null : status.acceptance(),
                in.desired().run(),
                model.name())
            .orElse(null);
  }

  private Optional<Duration> ask(
      ModelSituation in,
      TunedModelSnapshot model,
      boolean ofInputs,
      List<String> notes,
      AcceptancePlan checks) {
    return parts
        .acceptor()
        .step(
            checks,
            memory.acceptance(),
            plan ->
                report(
                    in, new ModelReport.Followed(model, memory.operation(), ofInputs, notes, plan)),
            request ->
                switch (service(in).generate(model.name(), request)) {
                  case TunedModels.Generated generated ->
                      new TunedEndpoints.Answered(generated.response());
                  case TunedModels.Absent absent ->
                      new TunedEndpoints.Unanswered(
                          new Failure(
                              Failure.Kind.NOT_FOUND,
                              CanonicalCode.NOT_FOUND.name(),
                              "the service says that the tuned model does not exist"));
                  case TunedModels.Refused refused ->
                      new TunedEndpoints.Unanswered(refused.failure());
                  case TunedModels.Unknown unknown ->
                      new TunedEndpoints.Unanswered(unknown.failure());
                });
  }

  private @Nullable Operation operation(ModelSituation in, TunedModelSnapshot model) {
    TunedModels service = service(in);
    OperationStatus shown = resource.getStatus() == null ? null : resource.getStatus().operation();
    String name = memory.operation() == null ? null : memory.operation().name();
    if (name == null && shown != null && shown.name() != null) {
      name = shown.name().startsWith(model.name() + "/") ? shown.name() : null;
    }
    if (name != null && service.operation(name) instanceof TunedModels.FoundOperation found) {
      return found.operation();
    }
    return service.operations(model.name()) instanceof TunedModels.FoundOperations all
            && !all.operations().isEmpty()
        ? all.operations().getFirst()
        : null;
  }

  /** Rule L: a locked write, then the call within the window. */
  private Optional<Duration> delete(ModelSituation in, TunedModelSnapshot model) {
    Duration wait = memory.untilDelete(now());
    if (wait.isPositive()) {
      return Optional.of(wait);
    }
    Duration written = now();
    if (!parts.mayAct().getAsBoolean()
        || !report(in, new ModelReport.Deleting(model.name(), time()))
        || isLate(written)) {
      return Optional.of(AT_ONCE);
    }
    switch (service(in).delete(model.name())) {
      case TunedModels.Deleted deleted -> {
        event(false, EventReason.TUNED_MODEL_DELETED, model.name() + " was deleted.");
        return deleted();
      }
      case TunedModels.Absent absent -> {
        return deleted();
      }
      case TunedModels.Refused refused -> {
        return Optional.of(notDeleted(in, model, refused.failure()));
      }
      case TunedModels.Unknown unknown -> {
        return Optional.of(notDeleted(in, model, unknown.failure()));
      }
    }
  }

  private Duration notDeleted(ModelSituation in, TunedModelSnapshot model, Failure failure) {
    Duration pause = parts.pause(failure.kind(), memory.deleteFailures());
    memory.noDeleteBefore(now().plus(pause));
    report(
        in,
        new ModelReport.Waiting(
            failure.kind().reason(),
            model.name() + " could not be deleted, which is tried again: " + failure.sentence(),
            false));
    return pause;
  }

  /** Another model of the run may be listed; the deleted one may be, too, for a moment. */
  private Optional<Duration> deleted() {
    memory.deleted();
    memory.lookAgain();
    memory.noDeleteBefore(now().plus(parts.schedule().interval()));
    looked = false;
    return Optional.empty();
  }

  private Optional<Duration> addFinalizer() {
    Optional<Duration> refused = finalizer(true);
    if (refused.isEmpty()) {
      memory.addedFinalizer();
    }
    return refused;
  }

  private Optional<Duration> release(ModelSituation in, @Nullable String unconfirmed) {
    Optional<Duration> refused = finalizer(false);
    if (refused.isPresent()) {
      return refused;
    }
    if (!in.facts().deletes()) {
      memory.models().stream()
          .filter(model -> !model.state().ended())
          .forEach(
              model ->
                  event(
                      true,
                      EventReason.JOB_LEFT,
                      model.name() + " is still being made, and goes on without its resource."));
    }
    if (unconfirmed != null) {
      parts.listener().count(Occurrence.RELEASED_UNCONFIRMED);
      event(true, EventReason.RELEASED_UNCONFIRMED, "The finalizer was removed. " + unconfirmed);
    }
    return Optional.of(ModelSituation.AT_REST);
  }

  // ---- report

  /**
   * Writes the status where it says something new, and nothing else.
   *
   * @return whether it was written
   */
  private boolean report(ModelSituation in, ModelReport report) {
    TunedModelStatus before = resource.getStatus();
    TunedModelStatus after = projector.project(before, report, in.context());
    boolean changed = !after.equals(before);
    if (changed) {
      resource = writes.status(TunedModelKind.with(resource, after));
      announce(ModelProjector.of(before, in.desired().run()), after);
    }
    parts.models().shows(key, resource);
    return changed;
  }

  private void announce(TunedModelStatus before, TunedModelStatus after) {
    Condition ready = ready(after);
    boolean over = ModelProjector.isOver(after);
    if (over && !ModelProjector.isOver(before) && !ModelProjector.isEnded(before)) {
      parts.models().ended(resource);
    }
    if (isNew(Conditions.READY, before, after)) {
      event(false, EventReason.TUNED_MODEL_READY, ready.getMessage());
    } else if (isNew(Conditions.FAILED, before, after)) {
      event(true, EventReason.TUNED_MODEL_FAILED, ready.getMessage());
    } else if (!over
        && ModelProjector.isTrue(after, Conditions.STALLED)
        && !Objects.equals(ready.getReason(), ready(before).getReason())) {
      event(true, ready.getReason(), ready.getMessage());
    }
    AcceptanceView.event(NonNullElements.of(before.conditions()), after.conditions())
        .ifPresent(
            accepted ->
                event(
                    AcceptanceView.isWarning(accepted),
                    AcceptanceView.reason(accepted),
                    accepted.getMessage()));
  }

  private static boolean isNew(String type, TunedModelStatus before, TunedModelStatus after) {
    return ModelProjector.isTrue(after, type) && !ModelProjector.isTrue(before, type);
  }

  private static Condition ready(TunedModelStatus status) {
    return ConditionSet.find(NonNullElements.of(status.conditions()), Conditions.READY)
        .orElseGet(Condition::new);
  }

  private String time() {
    return parts.clock().instant().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
