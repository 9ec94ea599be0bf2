package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.gemini.TunedModelSnapshot;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.vertex.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision goes by.
 *
 * @param id the wanted model's id
 * @param submitted the id of the submission that the status records for this run; null for none
 * @param deleted whether the resource is being deleted
 * @param finalizer whether it has our finalizer
 * @param deletes whether its model is to be deleted with it
 * @param expired whether the deletion's deadline has passed
 * @param recorded whether the status names a model of this run
 * @param foreign a name in the status that is not of this run's prefix; null for none
 * @param rejected what the service said when it refused these inputs for good; null for none
 * @param access whether the service may be called for this resource: policy, the API key
 * @param repeatable whether a create of the same id may be sent twice
 * @param data whether the training data can be read; no id is known without it
 * @param checks what else bars a create: validity, a pause
 * @param sighting what is known of the run's models
 * @param listed whether the next listing is sure to show the run's model
 * @param gone whether models of the run that are not listed are known not to exist
 */
record ModelFacts(
    ModelId id,
    @Nullable ModelId submitted,
    boolean deleted,
    boolean finalizer,
    boolean deletes,
    boolean expired,
    boolean recorded,
    @Nullable String foreign,
    @Nullable String rejected,
    Verdict access,
    boolean repeatable,
    Verdict data,
    Verdict checks,
    Sighting sighting,
    boolean listed,
    Gone gone) {

  /** What is known of models that are not listed. */
  enum Gone {
    /** One may still be listed. */
    UNKNOWN,
    /** None was listed for longer than listings lag, and no answer said that there is none. */
    UNLISTED,
    /** The service deleted it, said that there is none, or was never sent a create. */
    CONFIRMED
  }

  /** What is known of the models of a run. */
  sealed interface Sighting {}

  /** Nothing yet, or not lately. */
  record Unseen() implements Sighting {}

  /**
   * All of them.
   *
   * @param models of this run, whatever their inputs
   * @param settled whether a model that was there has been missing for long enough to say so
   * @param absent whether the service itself said that there is none
   */
  record Seen(List<TunedModelSnapshot> models, boolean settled, boolean absent)
      implements Sighting {
    /** Copies the list. */
    public Seen {
      models = List.copyOf(models);
    }
  }

  /**
   * The service could not be asked.
   *
   * @param last as last seen; null where none was
   */
  record Unreadable(Failure failure, @Nullable TunedModelSnapshot last) implements Sighting {}

  /** The id by which the run's model is known: a submission's, or the wanted one. */
  ModelId known() {
    return submitted == null ? id : submitted;
  }
}
