package dev.tunesmith.cli.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunesmith.app.ExitCode;
import dev.tunesmith.gemini.TunedModelSnapshot;
import dev.tunesmith.gemini.TunedModels;
import dev.tunesmith.gemini.TunedModels.Page;
import dev.tunesmith.gemini.TunedModels.Unknown;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tunesmith models}: lists the Gemini API's tuned models. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "Lists the Gemini API's tuned models, one line each.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all tuned models were listed",
      "1:the Gemini API refused, or could not be asked",
      "2:wrong usage"
    })
public final class ModelsCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Mixin private final GeminiFlags flags = new GeminiFlags();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description =
          "Only models whose description or display name has these words; or owner:me, writers:me,"
              + " readers:me, readers:everyone.")
  private String filter = "";

  /** The command, with the environment variables of the process. */
  public ModelsCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    List<Row> rows = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    try (TunedModels models = flags.connect(environment)) {
      String token = null;
      do {
        switch (models.list(token, filter)) {
          case Page page -> {
            page.models().forEach(model -> rows.add(Row.of(model)));
            token = page.nextPageToken();
            if (token != null && !tokens.add(token)) {
              return Output.failed(
                  spec,
                  "The listing does not end: the same page token came twice. Does a gateway drop"
                      + " it?");
            }
          }
          case Unknown unknown -> {
            return Output.failed(spec, unknown.failure());
          }
        }
      } while (token != null);
    }
    print(rows);
    return ExitCode.OK.code();
  }

  private void print(List<Row> rows) {
    PrintWriter out = spec.commandLine().getOut();
    if (rows.isEmpty()) {
      spec.commandLine().getErr().println("There are no tuned models.");
      return;
    }
    List<Row> all = new ArrayList<>(List.of(Row.HEADER));
    all.addAll(rows);
    int[] widths = new int[Row.HEADER.cells().size()];
    for (Row row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.cells().get(i).length());
      }
    }
    for (Row row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.cells().get(i);
        line.append(cell).append(" ".repeat(widths[i] - cell.length() + 3));
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  private record Row(List<String> cells) {
    static final Row HEADER =
        new Row(List.of("NAME", "DISPLAY NAME", "STATE", "BASE MODEL", "CREATED"));

    static Row of(TunedModelSnapshot model) {
      JsonNode body = model.body();
      String source = body.path("tunedModelSource").path("tunedModel").asText();
      return new Row(
          List.of(
              Output.line(model.name()),
              Output.line(body.path("displayName").asText()),
              Output.line(model.state().raw()),
              Output.line(source.isEmpty() ? body.path("baseModel").asText() : source),
              text(model.createTime())));
    }

    private static String text(@Nullable Object value) {
      return value == null ? "" : value.toString();
    }
  }
}
