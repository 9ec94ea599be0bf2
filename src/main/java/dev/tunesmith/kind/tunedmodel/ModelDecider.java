package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.gemini.TunedModelSnapshot;
import dev.tunesmith.kind.tunedmodel.ModelFacts.Seen;
import dev.tunesmith.kind.tunedmodel.ModelFacts.Sighting;
import dev.tunesmith.kind.tunedmodel.ModelFacts.Unreadable;
import dev.tunesmith.kind.tunedmodel.ModelFacts.Unseen;
import dev.tunesmith.lifecycle.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rules of this kind. The service's models are the truth; what the status says can only keep
 * from a create.
 */
final class ModelDecider {
  private static final String NEW_RUN = " To tune another model, set a new spec.run.";

  private ModelDecider() {}

  static ModelDecision decide(ModelFacts facts) {
    if (facts.deleted()) {
      return deletion(facts);
    }
    // Without the training data the id is known only where a submission recorded it.
    if (facts.submitted() == null && !(facts.data() instanceof Verdict.Pass)) {
      return new ModelDecision.Report(facts.data());
    }
    // A service that the resource may not use, or whose key is missing, is not called.
    if (!facts.recorded() && facts.checks() instanceof Verdict.Refuse refuse) {
      return new ModelDecision.Report(refuse);
    }
    return switch (facts.sighting()) {
      case Unseen unseen -> new ModelDecision.Look();
      case Unreadable unreadable ->
          unreadable.last() == null
              ? ModelDecision.Report.waits(
                  unreadable.failure().kind().reason(),
                  "The tuned models cannot be listed, and none is created until they can be: "
                      + unreadable.failure().sentence())
              : new ModelDecision.Unread(unreadable.failure(), unreadable.last());
      case Seen seen -> seen(facts, seen);
    };
  }

  private static ModelDecision seen(ModelFacts facts, Seen seen) {
    Optional<TunedModelSnapshot> own =
        model(seen.models(), facts.id()).or(() -> model(seen.models(), facts.known()));
    if (own.isPresent()) {
      return facts.deletes() && !facts.finalizer()
          ? new ModelDecision.AddFinalizer()
          : new ModelDecision.Follow(own.get());
    }
    if (!seen.models().isEmpty()) {
      return otherInputs(seen.models());
    }
    if (facts.foreign() != null) {
      return ModelDecision.Report.refuses(
          ConditionReason.NOT_OWNED,
          "The status names "
              + facts.foreign()
              + ", whose id is not of this resource and operator, and nothing is created. If this"
              + " cluster replaces another one, set --instance-id to that one's; if this is a copy,"
              + " apply it without its status; if the service does not take tunedModelId, use the"
              + " model as it is.");
    }
    if (facts.recorded()) {
      return seen.settled()
          ? ModelDecision.Report.refuses(
              ConditionReason.MODEL_GONE,
              "The tuned model of this run does not exist any more." + NEW_RUN)
          : ModelDecision.Report.waits(
              ConditionReason.SERVICE_UNAVAILABLE,
              "The service says that the tuned model does not exist. It is read once more before"
                  + " the operator acts on that.");
    }
    return create(facts);
  }

  private static ModelDecision create(ModelFacts facts) {
    if (!(facts.data() instanceof Verdict.Pass)) {
      return new ModelDecision.Report(facts.data());
    }
    if (facts.submitted() != null && !facts.submitted().equals(facts.id())) {
      return ModelDecision.Report.refuses(
          ConditionReason.INPUTS_CHANGED,
          "The training data in the ConfigMap changed after the create was sent, and it is not"
              + " known whether the service accepted it. Change the data back, or set a new"
              + " spec.run.");
    }
    if (!(facts.checks() instanceof Verdict.Pass)) {
      return new ModelDecision.Report(facts.checks());
    }
    if (facts.rejected() != null) {
      return ModelDecision.Report.refuses(ConditionReason.REQUEST_REJECTED, facts.rejected());
    }
    return facts.deletes() && !facts.finalizer()
        ? new ModelDecision.AddFinalizer()
        : new ModelDecision.Submit();
  }

  private static ModelDecision otherInputs(List<TunedModelSnapshot> models) {
    TunedModelSnapshot newest =
        models.stream()
            .max(
                Comparator.comparing(
                    TunedModelSnapshot::createTime,
                    Comparator.nullsFirst(Comparator.naturalOrder())))
            .orElseThrow();
    return ModelDecision.Report.refuses(
        ConditionReason.INPUTS_CHANGED,
        newest.name()
            + " ("
            + newest.state().raw()
            + ") was made for this run of other inputs. Nothing is created. Change the inputs back,"
            + " or set a new spec.run.");
  }

  private static ModelDecision deletion(ModelFacts facts) {
    if (!facts.finalizer()) {
      return new ModelDecision.Ignore();
    }
    if (!facts.deletes()) {
      return new ModelDecision.Release(null);
    }
    Sighting sighting = facts.sighting();
    if (sighting instanceof Seen seen && seen.models().isEmpty()) {
      return new ModelDecision.Release(null);
    }
    if (facts.expired()) {
      return new ModelDecision.Release(
          "Whether the tuned model "
              + facts.known().name()
              + " was deleted is not known; delete it at the service if it exists.");
    }
    return switch (sighting) {
      case Unseen unseen -> new ModelDecision.Look();
      case Unreadable unreadable ->
          ModelDecision.Report.waits(
              unreadable.failure().kind().reason(),
              "The tuned model is to be deleted and cannot be read: "
                  + unreadable.failure().sentence());
      case Seen seen -> new ModelDecision.Delete(seen.models().getFirst());
    };
  }

  private static Optional<TunedModelSnapshot> model(List<TunedModelSnapshot> models, ModelId id) {
    return models.stream().filter(model -> model.id().equals(id.id())).findFirst();
  }
}
