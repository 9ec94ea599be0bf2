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
import java.util.Optional;
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
  private static final String BYTE_ORDER_MARK = "\uFEFF";

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
    // Spreadsheets write one.
    String data = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    return csv ? csv(data, input, output) : jsonLines(data, input, output);
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
      if (rows.hasNextValue() && rows.getParserSchema() instanceof CsvSchema header) {
        columns(header, List.of(input, output), text).ifPresent(errors::add);
      }
      if (!errors.isEmpty()) {
        return new TrainingData(examples, errors);
      }
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

  /** Why the first line is not what it must be; it may be an example, so it is not quoted. */
  private static Optional<String> columns(CsvSchema header, List<String> names, String text) {
    if (names.stream().allMatch(name -> header.column(name) != null)) {
      return Optional.empty();
    }
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    String separator =
        first.contains(";") ? ", not by ;" : first.contains("\t") ? ", not by tabs" : "";
    return Optional.of(
        "line 1: must name the columns %s, separated by commas%s; of the %s that it names %s"
            .formatted(
                String.join(" and ", names),
                header.size() == 1 ? separator : "",
                header.size() == 1 ? "one column" : header.size() + " columns",
                names.stream().noneMatch(name -> header.column(name) != null)
                    ? "none is one of them"
                    : "only one is"));
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
