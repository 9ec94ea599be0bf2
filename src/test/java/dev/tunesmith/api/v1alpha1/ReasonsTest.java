package dev.tunesmith.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of reasons is for people, the enums are for the code: both say the same. */
@DisplayName("docs/reference/reasons.md")
class ReasonsTest {
  private static final Path PAGE = Path.of("docs/reference/reasons.md");
  private static final String CAMEL_CASE = "[A-Z][a-z]+([A-Z][a-z]+)*";

  /** The rows of the table under a heading, cell by cell. */
  private static List<List<String>> rows(String heading) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean within = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("## ")) {
        within = line.equals("## " + heading);
      }
      if (within && line.startsWith("| `")) {
        rows.add(
            Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .toList());
      }
    }
    return rows;
  }

  private static List<String> reasons(List<List<String>> rows) {
    return rows.stream().map(row -> row.getFirst().replace("`", "")).toList();
  }

  @Test
  @DisplayName("has every reason of a condition, in the enum's order, and no other")
  void conditions() throws IOException {
    assertThat(reasons(rows("Reasons of conditions")))
        .as("a reason that is missing in %s or in ConditionReason", PAGE)
        .containsExactlyElementsOf(
            Arrays.stream(ConditionReason.values()).map(ConditionReason::value).toList());
  }

  @Test
  @DisplayName("has every reason of an event, in the enum's order, and no other")
  void events() throws IOException {
    assertThat(reasons(rows("Reasons of events")))
        .as("a reason that is missing in %s or in EventReason", PAGE)
        .containsExactlyElementsOf(
            Arrays.stream(EventReason.values()).map(EventReason::value).toList());
  }

  @Test
  @DisplayName("says of each when, what to do, and whether it is retried")
  void whole() throws IOException {
    for (List<String> row : rows("Reasons of conditions")) {
      assertThat(row).as(row.getFirst()).hasSize(4).noneMatch(String::isEmpty);
      assertThat(row.getLast()).as(row.getFirst()).isIn("yes", "slowly", "no");
    }
    for (List<String> row : rows("Reasons of events")) {
      assertThat(row).as(row.getFirst()).hasSize(4).noneMatch(String::isEmpty);
      assertThat(row.get(1)).as(row.getFirst()).isIn("Normal", "Warning");
    }
  }

  @Test
  @DisplayName("and the enums have CamelCase reasons, each once")
  void values() {
    List<String> all = new ArrayList<>();
    Arrays.stream(ConditionReason.values()).map(ConditionReason::value).forEach(all::add);
    Arrays.stream(EventReason.values()).map(EventReason::value).forEach(all::add);
    assertThat(all).doesNotHaveDuplicates().allMatch(reason -> reason.matches(CAMEL_CASE));
  }
}
