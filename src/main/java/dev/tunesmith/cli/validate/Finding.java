package dev.tunesmith.cli.validate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something to report.
 *
 * @param file the file, as the user named it
 * @param line from 1; 0 for the file as a whole
 * @param resource the resource that it is about; null for the file itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Finding(
    Severity severity,
    Rule rule,
    String file,
    int line,
    String message,
    @Nullable Resource resource) {

  /** How bad it is. */
  enum Severity {
    ERROR,
    WARNING,
    NOTE;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is checked. */
  enum Rule {
    INVALID_FILE("The file cannot be read as YAML or JSON."),
    INVALID_RESOURCE("The API server or the operator would refuse the resource."),
    INVALID_TRAINING_DATA("The operator would refuse the ConfigMap's training data."),
    DUPLICATE_NAME("Two resources of a kind have the same name in one namespace."),
    NOTHING_FOUND("What was named contains no resource that is checked."),
    NOT_RENDERED("A template or a patch is no resource, and is not checked."),
    UNDOCUMENTED("Nothing documents that the service supports this."),
    NOT_RECOMMENDED("The service recommends otherwise.");

    private final String description;

    Rule(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A resource that was checked.
   *
   * @param line where it begins, from 1
   * @param namespace "" when it names none
   * @param name "" when it has none
   */
  record Resource(String file, int line, String kind, String namespace, String name) {}

  /** The form that compilers print. */
  @Override
  public String toString() {
    return file
        + (line == 0 ? "" : ":" + line)
        + (severity == Severity.ERROR ? ": " : ": " + severity + ": ")
        + message;
  }
}
