package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.tuningjob.tuning.EncryptionSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.HyperParameters;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.PreTunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.SupervisedTuningSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.Tuning;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of {@code spec.tuning} that the API does not know. Argo CD's client-side apply
 * and Helm 3 would let the API server prune a misspelt field in silence, and the job would train,
 * and bill, with defaults; so the schema keeps them, and here they are refused.
 */
final class UnknownFields {
  /** So many changes no slip of the finger makes. */
  private static final int FAR = 3;

  private final List<String> messages = new ArrayList<>();

  private UnknownFields() {}

  /** One sentence for each, naming the field's path and the field that was probably meant. */
  static List<String> messages(Tuning tuning) {
    UnknownFields found = new UnknownFields();
    String path = "spec.tuning";
    found.add(path, tuning.unknownFields(), Tuning.class);
    PreTunedModel model = tuning.preTunedModel();
    if (model != null) {
      found.add(path + ".preTunedModel", model.unknownFields(), PreTunedModel.class);
    }
    found.addAll(path + ".supervisedTuningSpec", tuning.supervisedTuningSpec());
    EncryptionSpec encryption = tuning.encryptionSpec();
    if (encryption != null) {
      found.add(path + ".encryptionSpec", encryption.unknownFields(), EncryptionSpec.class);
    }
    return List.copyOf(found.messages);
  }

  private void addAll(String path, @Nullable SupervisedTuningSpec spec) {
    if (spec == null) {
      return;
    }
    add(path, spec.unknownFields(), SupervisedTuningSpec.class);
    HyperParameters parameters = spec.hyperParameters();
    if (parameters != null) {
      add(path + ".hyperParameters", parameters.unknownFields(), HyperParameters.class);
    }
  }

  private void add(String path, Map<String, ?> unknown, Class<? extends Record> type) {
    for (String field : new TreeMap<>(unknown).keySet()) {
      String message = "unknown field " + path + "." + field;
      messages.add(
          meant(field, type).map(name -> message + ": did you mean " + name + "?").orElse(message));
    }
  }

  private static Optional<String> meant(String field, Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .filter(name -> !name.equals("unknownFields"))
        .filter(name -> distance(plain(name), plain(field)) < FAR)
        .min(
            (a, b) ->
                Integer.compare(
                    distance(plain(a), plain(field)), distance(plain(b), plain(field))));
  }

  /** The service's guides mix snake_case and camelCase. */
  private static String plain(String name) {
    return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein distance; of very different lengths, whose distance nobody asks for, theirs. */
  private static int distance(String a, String b) {
    int least = Math.abs(a.length() - b.length());
    if (least > FAR) {
      return least;
    }
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
