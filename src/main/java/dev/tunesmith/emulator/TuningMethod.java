package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Shape.Field;
import java.util.List;
import java.util.stream.Stream;

/**
 * A tuning method: everything that is not the same for all of them, in one file each. A new method
 * is a new file and its line in {@link #ALL}; request reading, storing, listing, paging and both
 * protocols take it from there.
 */
sealed interface TuningMethod
    permits SupervisedTuning,
        PreferenceTuning,
        ReinforcementTuning,
        DistillationTuning,
        PassThroughTuning {
  /** Every method that the emulator has. */
  List<TuningMethod> ALL =
      Stream.concat(
              Stream.of(
                  new SupervisedTuning(),
                  new PreferenceTuning(),
                  new ReinforcementTuning(),
                  new DistillationTuning()),
              Stream.<TuningMethod>of(PassThroughTuning.values()))
          .toList();

  /** The method of a request, or of a stored job. */
  static TuningMethod of(JsonNode job) {
    return ALL.stream()
        .filter(method -> job.has(method.field().name()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no tuning spec in " + job));
  }

  /** The member of the union {@code tuning_spec}: its name, shape and versions. */
  Field field();

  /** The value of the label {@code tune-type} on models and endpoints. */
  String label();

  /** Reports what is wrong with a spec in itself, whatever the base model. */
  void check(JsonNode spec, FieldErrors errors);

  /** Sets what the service chooses where the request has nothing. */
  void fillIn(ObjectNode spec, BaseModel model, Seeded seeded);

  /** Refuses a filled-in spec that the base model, or the location, does not allow. */
  void checkModel(JsonNode spec, BaseModel model, ProjectLocation scope);

  /** What the training amounts to: data, steps, checkpoints. */
  Training training(JsonNode spec, Seeded seeded);

  /** {@code TuningDataStats}; empty when the method has none. */
  ObjectNode statistics(Training training);

  /**
   * {@code evaluateDatasetRuns}: one for each evaluated checkpoint.
   *
   * @param complete whether the evaluations have results yet
   * @return empty when the job evaluates nothing
   */
  ArrayNode evaluations(StoredJob job, boolean complete);
}
