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
  private ModelDecider() {}

  static ModelDecision decide(ModelFacts facts) {
    if (facts.deleted()) {
      return deletion(facts);
    }
    if (!(facts.access() instanceof Verdict.Pass)) {
      return new ModelDecision.Report(facts.access());
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
      // Without its training data it is not known of which inputs the wanted model would be.
      return facts.data() instanceof Verdict.Pass
          ? otherInputs(newest(seen.models()))
          : new ModelDecision.Follow(newest(seen.models()));
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
              seen.absent()
                  ? "The tuned model of this run does not exist any more." + ModelProjector.NEW_RUN
                  : "The service does not show the tuned model of this run with these credentials:"
                      + " it was deleted, or it is of another account. Check the API key first."
                      + ModelProjector.NEW_RUN)
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
    if (facts.submitted() != null && !facts.repeatable()) {
      return facts.gone() == ModelFacts.Gone.UNKNOWN
          ? ModelDecision.Report.waits(
              ConditionReason.CREATE_OUTCOME_UNKNOWN,
              "Whether the service accepted the create is not known; its models are listed until"
                  + " the grace is over.")
          : ModelDecision.Report.refuses(
              ConditionReason.CREATE_OUTCOME_UNKNOWN,
              "Whether the service accepted the create is not known, and it lists no model of this"
                  + " id. The endpoint has not shown yet that it takes tunedModelId, so that a"
                  + " second create could make a second model, and none is sent. List the models at"
                  + " the service; if none is of this run, set a new spec.run.");
    }
    // The durable record that one of ours may have created.
    return facts.finalizer() ? new ModelDecision.Submit() : new ModelDecision.AddFinalizer();
  }

  private static TunedModelSnapshot newest(List<TunedModelSnapshot> models) {
    return models.stream()
        .max(
            Comparator.comparing(
                TunedModelSnapshot::createTime, Comparator.nullsFirst(Comparator.naturalOrder())))
        .orElseThrow();
  }

  private static ModelDecision otherInputs(TunedModelSnapshot newest) {
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
    Sighting sighting = facts.sighting();
    boolean empty = sighting instanceof Seen seen && seen.models().isEmpty();
    boolean mayAppear = facts.gone() == ModelFacts.Gone.UNKNOWN;
    // The model stays: but applied again with other inputs, the resource must find it in a listing.
    if (!facts.deletes() && (facts.listed() || (empty && !mayAppear))) {
      return new ModelDecision.Release(null);
    }
    String foreign = facts.foreign();
    String left =
        "Whether the tuned model "
            + (foreign == null ? facts.known().name() : foreign)
            + " was deleted is not known; delete it at the service if it exists.";
    if (empty && !mayAppear) {
      return new ModelDecision.Release(
          facts.gone() == ModelFacts.Gone.CONFIRMED && foreign == null ? null : left);
    }
    if (facts.expired()) {
      return new ModelDecision.Release(facts.deletes() ? left : null);
    }
    if (!(facts.access() instanceof Verdict.Pass)) {
      return new ModelDecision.Report(
          facts
              .access()
              .noting(
                  " The resource is being deleted: at the deletion's deadline it is released, and"
                      + " its model is left as it is."));
    }
    return switch (sighting) {
      case Unseen unseen -> new ModelDecision.Look();
      case Unreadable unreadable ->
          ModelDecision.Report.waits(
              unreadable.failure().kind().reason(),
              "The resource is being deleted, and its tuned model cannot be read: "
                  + unreadable.failure().sentence());
      case Seen seen ->
          facts.deletes() && !seen.models().isEmpty()
              ? new ModelDecision.Delete(seen.models().getFirst())
              : ModelDecision.Report.waits(
                  ConditionReason.WAITING_FOR_LISTING,
                  "The resource is being deleted, and "
                      + facts.known().name()
                      + " is not listed yet. The finalizer is removed when it is, or when it still"
                      + " is not after the grace.");
    };
  }

  private static Optional<TunedModelSnapshot> model(List<TunedModelSnapshot> models, ModelId id) {
    return models.stream().filter(model -> model.id().equals(id.id())).findFirst();
  }
}
