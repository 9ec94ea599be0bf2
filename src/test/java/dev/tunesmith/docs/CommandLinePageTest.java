package dev.tunesmith.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.OperatorMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("The page of the command line")
class CommandLinePageTest {
  private static final Path PAGE = Path.of("docs", "reference", "command-line.md");
  private static final String OPERATOR = "operator";
  private static final String DEFAULT = "${DEFAULT-VALUE}";

  private static final String BEGIN =
      """
      # Command line

      `java -jar target/tunesmith.jar COMMAND`, or the image with `COMMAND` as its arguments. `--help` and `--version` work with every command. Made from
      the program: `./mvnw -q test -Dtest=CommandLinePageTest -Dupdate`.

      Each option of `operator` can also be given by an environment variable. The command line wins over it, and a blank variable counts as unset.
      Durations are written like `90s`, `10m`, `1h30m`.
      """;

  @Test
  @DisplayName("has each command's options, defaults, variables and exit codes; -Dupdate rewrites")
  void page() throws IOException {
    String page = render();
    if (System.getProperty("update") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().isEqualTo(page);
  }

  private static String render() {
    Map<String, CommandLine> commands = OperatorMain.commandLine(Map.of()).getSubcommands();
    return BEGIN
        + commands.entrySet().stream()
            .filter(command -> !command.getKey().equals("help"))
            .map(command -> section(command.getKey(), command.getValue().getCommandSpec()))
            .collect(Collectors.joining())
        + "\n## Exit codes\n\nThe same code means the same in each command.\n\n"
        + exitCodes(Objects.requireNonNull(commands.get(OPERATOR)).getCommandSpec());
  }

  private static String section(String name, CommandSpec spec) {
    boolean operator = name.equals(OPERATOR);
    return "\n## `%s`\n\n%s\n\n%s%s"
            .formatted(
                name,
                text(spec.usageMessage().description()),
                operator
                    ? "| option | variable | default | what it does |\n|---|---|---|---|\n"
                    : "| option | default | what it does |\n|---|---|---|\n",
                parameters(spec)
                    + spec.options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .sorted(Comparator.comparing(OptionSpec::longestName))
                        .map(option -> row(option, operator))
                        .collect(Collectors.joining()))
        + (operator ? "" : "\nExit codes:\n\n" + exitCodes(spec));
  }

  private static String parameters(CommandSpec spec) {
    return spec.positionalParameters().stream()
        .map(
            each ->
                "| `%s` |  | %s |%n"
                    .formatted(each.paramLabel(), text(each.description()).replace("|", "\\|")))
        .map(row -> row.replace("FILE|FOLDER", "FILE\\|FOLDER"))
        .collect(Collectors.joining());
  }

  private static String row(OptionSpec option, boolean operator) {
    String name = option.longestName();
    String label = option.arity().max() == 0 ? "" : " " + option.paramLabel().replace("|", "\\|");
    String variable =
        operator ? " `TUNESMITH_%s` |".formatted(name.substring(2).toUpperCase(Locale.ROOT)) : "";
    String value = value(option);
    return "| `%s%s` |%s %s | %s |%n"
        .formatted(
            name,
            label,
            variable.replace('-', '_'),
            value.isEmpty() ? "" : "`" + value + "`",
            text(option.description())
                .replaceFirst("[.;]? ?Default: .*$", ".")
                .replace("|", "\\|")
                .strip());
  }

  private static String value(OptionSpec option) {
    String text = text(option.description());
    if (!text.contains("Default: ")) {
      return "";
    }
    String said = text.substring(text.indexOf("Default: ") + "Default: ".length());
    Object value = option.defaultValue() != null ? option.defaultValue() : option.initialValue();
    return said.contains(DEFAULT) ? String.valueOf(value) : said.replaceFirst("\\.$", "");
  }

  private static String exitCodes(CommandSpec spec) {
    return "| code | meaning |\n|---|---|\n"
        + spec.usageMessage().exitCodeList().entrySet().stream()
            .map(code -> "| %s | %s |%n".formatted(code.getKey(), code.getValue()))
            .collect(Collectors.joining());
  }

  private static String text(String[] lines) {
    return Arrays.stream(lines).collect(Collectors.joining(" ")).replace("%n", " ").strip();
  }
}
