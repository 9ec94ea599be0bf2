package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.Tuning;
import dev.tunesmith.kind.ApiRecords;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.TuningMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is documented of models, adapters and places per method. It changes monthly, so it warns and
 * never refuses.
 *
 * @param asOf the month that it was true in
 */
public record ModelTable(String asOf, List<Row> models) {
  /** A table that knows nothing and warns of nothing. */
  public static final ModelTable NONE = new ModelTable("", List.of());

  private static final String MODE = "TUNING_MODE_";
  private static final Map<String, Integer> ADAPTERS =
      Map.of(
          "ADAPTER_SIZE_ONE", 1,
          "ADAPTER_SIZE_TWO", 2,
          "ADAPTER_SIZE_FOUR", 4,
          "ADAPTER_SIZE_EIGHT", 8,
          "ADAPTER_SIZE_SIXTEEN", 16,
          "ADAPTER_SIZE_THIRTY_TWO", 32);

  /** Copies the list. */
  public ModelTable {
    models = List.copyOf(models);
  }

  /**
   * A model under a method.
   *
   * @param method of {@link TuningMethod}, in lower case
   * @param adapters sizes; empty where none are documented
   * @param locations of jobs; empty where none are documented; {@code global} brings the regions
   *     that its jobs run in
   * @param modes of open models, without their prefix
   * @param servedIn where the tuned model is, if not in the job's location
   * @param cmek false where a customer-managed key is not taken; null where nothing is documented
   * @param price US dollars per million training tokens
   */
  public record Row(
      String method,
      String model,
      List<Integer> adapters,
      List<String> locations,
      List<String> modes,
      @Nullable String servedIn,
      @Nullable Boolean cmek,
      @Nullable String stage,
      @Nullable String price) {
    /** Absent lists read as empty, and {@code global} with its regions. */
    public Row {
      adapters = ImmutableCopies.asEmpty(adapters);
      locations =
          ImmutableCopies.asEmpty(locations).stream().flatMap(Scope::jobsIn).distinct().toList();
      modes = ImmutableCopies.asEmpty(modes);
    }
  }

  /** One sentence for each thing that is not documented. */
  List<String> notes(TuningMethod method, Tuning tuning, @Nullable String location) {
    String model = tuning.baseModel();
    String name = method.name().toLowerCase(Locale.ROOT).replace('_', '-');
    if (model == null || models.stream().noneMatch(row -> row.method().equals(name))) {
      return List.of();
    }
    String id = model.substring(model.indexOf("models/") < 0 ? 0 : model.lastIndexOf('/') + 1);
    Optional<Row> found =
        models.stream()
            .filter(row -> row.method().equals(name) && row.model().equals(id))
            .findFirst();
    if (found.isEmpty()) {
      return List.of(note(id + " is not documented for " + name + " tuning"));
    }
    Row row = found.get();
    List<String> notes = new ArrayList<>();
    if (location != null && !row.locations().isEmpty() && !row.locations().contains(location)) {
      notes.add(note(id + " is documented for " + String.join(", ", row.locations()) + " only"));
    }
    Integer adapter = ADAPTERS.get(String.valueOf(parameter(method, tuning, "adapterSize")));
    if (adapter != null && !row.adapters().isEmpty() && !row.adapters().contains(adapter)) {
      notes.add(note(id + " is documented with the adapter sizes " + row.adapters() + " only"));
    }
    if (value(method, tuning, "tuningMode") instanceof String mode
        && !row.modes().isEmpty()
        && !row.modes().contains(mode.replace(MODE, ""))) {
      notes.add(
          note(
              row.modes().stream()
                  .map(MODE::concat)
                  .collect(Collectors.joining(" and ", id + " is documented with ", " only"))));
    }
    if (tuning.encryptionSpec() != null && Boolean.FALSE.equals(row.cmek())) {
      notes.add(note(id + " is documented without customer-managed keys"));
    }
    return notes;
  }

  private static @Nullable Object parameter(TuningMethod method, Tuning tuning, String name) {
    return value(method, tuning, "hyperParameters") instanceof Record parameters
        ? ApiRecords.fields(parameters).get(name)
        : null;
  }

  private static @Nullable Object value(TuningMethod method, Tuning tuning, String name) {
    return ApiRecords.fields(tuning).get(method.specField()) instanceof Record spec
        ? ApiRecords.fields(spec).get(name)
        : null;
  }

  private String note(String what) {
    return what + " as of " + asOf + "; the service decides.";
  }
}
