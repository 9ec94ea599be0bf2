package dev.tunesmith.kind.tunedmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.tunesmith.api.v1alpha1.tunedmodel.DataFormat;
import dev.tunesmith.api.v1alpha1.tunedmodel.TrainingDataFrom;
import dev.tunesmith.api.v1alpha1.tunedmodel.model.TuningExample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Examples as they stand in a ConfigMap. No message quotes them.
 *
 * @param examples in their order
 * @param errors each with its line; with errors the examples are not to be used
 */
record TrainingData(List<TuningExample> examples, List<String> errors) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String INPUT = "textInput";
  private static final String OUTPUT = "output";

  /** More would hide the first ones. */
  private static final int MOST_ERRORS = 5;

  /** Copies the lists. */
  TrainingData {
    examples = List.copyOf(examples);
    errors = List.copyOf(errors);
  }

  /** Reads what {@code from} names. */
  static TrainingData read(TrainingDataFrom from, String text) {
    String input = Objects.requireNonNullElse(from.inputColumn(), INPUT);
    String output = Objects.requireNonNullElse(from.outputColumn(), OUTPUT);
    boolean csv = DataFormat.CSV.name().equals(from.format());
    return csv ? csv(text, input, output) : jsonLines(text, input, output);
  }

  private static TrainingData jsonLines(String text, String input, String output) {
    List<TuningExample> examples = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size() && errors.size() < MOST_ERRORS; i++) {
      String line = lines.get(i);
      if (line.isBlank()) {
        continue;
      }
      try {
        JsonNode object = JSON.readTree(line);
        add(examples, errors, i + 1, string(object, input), string(object, output), input, output);
      } catch (JsonProcessingException e) {
        errors.add("line " + (i + 1) + ": is no JSON object");
      }
    }
    return new TrainingData(examples, errors);
  }

  private static @Nullable String string(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isTextual() ? value.textValue() : null;
  }

  private static TrainingData csv(String text, String input, String output) {
    List<TuningExample> examples = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    try (MappingIterator<Map<String, String>> rows =
        CsvMapper.builder()
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
            .build()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(text)) {
      while (rows.hasNextValue() && errors.size() < MOST_ERRORS) {
        int line = rows.getCurrentLocation().getLineNr();
        Map<String, String> row = rows.nextValue();
        add(examples, errors, line, row.get(input), row.get(output), input, output);
      }
    } catch (IOException e) {
      String where =
          e instanceof JsonProcessingException at && at.getLocation() != null
              ? "line " + at.getLocation().getLineNr() + ": "
              : "";
      errors.add(where + "is no line of CSV with as many columns as the first line names");
    }
    return new TrainingData(examples, errors);
  }

  private static void add(
      List<TuningExample> examples,
      List<String> errors,
      int line,
      @Nullable String in,
      @Nullable String out,
      String input,
      String output) {
    if (in == null || out == null) {
      errors.add("line " + line + ": needs " + input + " and " + output + ", both strings");
    } else {
      examples.add(new TuningExample(in, out, Map.of()));
    }
  }
}
