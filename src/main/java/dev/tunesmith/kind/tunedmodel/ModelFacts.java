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
 * @param data whether the training data can be read; no id is known without it
 * @param checks what bars a create: validity, policy, a pause
 * @param sighting what is known of the run's models
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
    Verdict data,
    Verdict checks,
    Sighting sighting) {

  /** What is known of the models of a run. */
  sealed interface Sighting {}

  /** Nothing yet, or not lately. */
  record Unseen() implements Sighting {}

  /**
   * All of them.
   *
   * @param models of this run, whatever their inputs
   * @param settled whether a model that was there and is missing is known to be gone
   */
  record Seen(List<TunedModelSnapshot> models, boolean settled) implements Sighting {
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
