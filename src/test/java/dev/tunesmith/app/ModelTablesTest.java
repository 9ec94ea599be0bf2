package dev.tunesmith.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunesmith.kind.tuningjob.ModelTable;
import dev.tunesmith.vertex.TuningMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

@DisplayName("The table of models")
class ModelTablesTest {
  private static final Path PAGE = Path.of("docs", "reference", "models.md");

  @Test
  @DisplayName("is the page docs/reference/models.md; -Dupdate rewrites it")
  void page() throws IOException {
    String page = page(ModelTables.packaged());
    if (System.getProperty("update") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().isEqualTo(page);
  }

  @Test
  @DisplayName("names methods that there are")
  void methods() {
    assertThat(ModelTables.packaged().models())
        .extracting(ModelTable.Row::method)
        .isSubsetOf(
            Arrays.stream(TuningMethod.values())
                .map(method -> method.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList());
  }

  @Test
  @DisplayName("has the regions of global where it says global")
  void global(@TempDir Path folder) throws IOException {
    String row = "  - {method: supervised, model: m, locations: [global, me-west1]}\n";
    Path file = Files.writeString(folder.resolve("m.yaml"), "asOf: 2027-01\nmodels:\n" + row);

    assertThat(new ModelTables().convert(file.toString()).models().getFirst().locations())
        .startsWith("global", "us-central1")
        .endsWith("me-west1");
  }

  @Test
  @DisplayName("is replaced by a file, and one that cannot be read is an error in words")
  void file(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("m.yaml"), "asOf: 2027-01\nmodels: []\n");

    assertThat(new ModelTables().convert(file.toString()))
        .isEqualTo(new ModelTable("2027-01", List.of()));
    assertThatThrownBy(() -> new ModelTables().convert(folder.resolve("none").toString()))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("does not exist");
  }

  private static String page(ModelTable table) {
    return """
    # Models

    What was documented of models, adapters and places in %s. It changes monthly, so the operator only warns by it (a note in `Ready`, an event
    `NotDocumented`, a note of `tunesmith validate`) and never refuses: the service decides. Made from
    `src/main/resources/dev/tunesmith/models.yaml`; an administrator replaces it with `--models-file` (of `validate` too), in the chart by `extraArgs`, `extraVolumes`
    and `extraVolumeMounts` with a ConfigMap. Prices are in US dollars per million training tokens. Empty: not documented.

    | method | model | adapters | modes | where | served in | customer's key | stage | price |
    |---|---|---|---|---|---|---|---|---|
    """
            .formatted(table.asOf())
        + table.models().stream()
            .map(
                row ->
                    "| %s | %s | %s | %s | %s | %s | %s | %s | %s |%n"
                        .formatted(
                            row.method(),
                            row.model(),
                            joined(row.adapters()),
                            joined(row.modes()),
                            joined(row.locations()),
                            or(row.servedIn()),
                            Boolean.FALSE.equals(row.cmek()) ? "no" : "",
                            or(row.stage()),
                            or(row.price())))
            .collect(Collectors.joining());
  }

  private static String joined(List<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String or(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
