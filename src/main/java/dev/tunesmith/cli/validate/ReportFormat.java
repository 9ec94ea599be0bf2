package dev.tunesmith.cli.validate;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a report is printed on standard output. */
enum ReportFormat {
  TEXT,
  JSON,
  SARIF,
  JUNIT;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // whatever encoding standard output has
          .build();

  /**
   * Prints a report. Of a text the errors alone: the rest goes to standard error.
   *
   * @param version name and version of this program
   */
  void print(Report report, String version, PrintWriter out) throws IOException {
    switch (this) {
      case TEXT -> report.errors().forEach(out::println);
      case JSON -> out.println(MAPPER.writeValueAsString(report));
      case SARIF -> out.println(MAPPER.writeValueAsString(SarifReport.of(report, version)));
      case JUNIT -> out.println(JunitReport.of(report));
    }
    out.flush();
  }

  /** Reads a format's name. */
  static final class Name implements ITypeConverter<ReportFormat> {
    @Override
    public ReportFormat convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "text" -> TEXT;
        case "json" -> JSON;
        case "sarif" -> SARIF;
        case "junit" -> JUNIT;
        default ->
            throw new TypeConversionException(
                "'" + value + "' is none of text, json, sarif, junit");
      };
    }
  }
}
