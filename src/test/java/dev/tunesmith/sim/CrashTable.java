package dev.tunesmith.sim;

import dev.tunesmith.sim.CrashRuns.Row;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes down what came of all scenarios, for people. */
final class CrashTable {
  static final Path FILE = Path.of("src", "proof", "crash-table.md");
  static final String COMMAND = "./mvnw -q test -Dtest=CrashTest -Dupdate";

  private static final String HEAD =
      """
      # Crash anywhere, pay once

      Made by `COMMAND`; a plain test run fails where it differs. Do not edit.

      The real controller and job informer run on a virtual clock, between an API server and a tuning service in
      memory. Every call that changes something or decides something is an **effect**, and has a
      number: finalizer added and removed, status write, event, create, cancel, get, each page of a
      listing, read of a model, result published, endpoint or model read and
      changed. The operator is stopped before its n-th effect (the call was never
      sent) and after it (the call went through, and the process never saw the answer), for every n;
      five seconds later another one starts that knows nothing of it, and time passes. A drawn sample
      of stories (the same in every run) has a second death. All pairs of deaths are played by

      ```
      ./mvnw -q test -Dtest=CrashTest -Dtunesmith.crash.pairs=all
      ```

      | column | counts |
      |---|---|
      | effects | effects of the story when nobody dies |
      | one death, two deaths | stories played with the operator stopped once, twice |
      | extra, cancelled | stories in which a run got a second job that the operator found and cancelled |
      | duplicate | stories in which a run has more jobs than one, by who sent their creates; where a job is listed only after the grace, than one more for each create that nobody saw answered; or in which two runs are active at once |
      | lost | a run has no job, or the status does not name it |
      | left running | a job went on after the resource was released, or beside the one that counts |
      | wrong cancel | a cancel of a job that the resource wants, or of somebody else's |
      | wrong delete | a model or an endpoint was deleted that the resource's jobs did not make or that nobody asked to delete, or one was left behind |
      | untrue | conditions, job, state, run or generation in the status are not what the service shows, at the end or whenever a status was written |
      | stuck | the resource did not come to its end, or its finalizer stayed |
      | storm | more status writes, events, reconciliations or reads than the story without a death explains, or the same event again and again |
      """;

  private static final String OPEN =
      """
      ## Open

      What is not proven, because it is not so: it takes a service that behaves worse than anybody has
      seen it behave. It is played as well, so that the price is known; nothing else breaks in it.

      * **A lost reply from a service that does not give labels back.** There is nothing to find the
        first job by. The second reply shows it, and nothing more is created there
        (`MarkerNotKept`). After a restart such a job is not followed any more (`NotOwned`).
      """;

  private static final String RULES =
      """
      ## Rules

      Each rule of the design's section 4 has a story that goes well with it, and wrong without it:
      `RulesTest` plays both. A rule is left out around the engine, in test code (`Mutation`). Left
      out here: what a listing may skip (`JobInformerTest`) and the listing of scopes at rest.

      | rule | | story | without it |
      |---|---|---|---|
      """;

  private CrashTable() {}

  private static String rules() {
    return RuleStories.all().stream()
        .map(
            story ->
                "| %s | %s | %s | %s |\n"
                    .formatted(
                        story.rule().name().replace('_', '-'),
                        story.rule().rule,
                        story.name(),
                        name(story.flaw())))
        .collect(Collectors.joining("", RULES, ""));
  }

  private static String name(Flaw flaw) {
    return flaw.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String of(List<Row> proven, List<Row> open) {
    return String.join(
        "\n",
        HEAD.replace("COMMAND", COMMAND),
        table(proven),
        "Every scenario is in `src/test/java/dev/tunesmith/sim/*Scenarios.java`.\n",
        rules(),
        OPEN,
        table(open));
  }

  private static String table(List<Row> rows) {
    String flaws =
        Arrays.stream(Flaw.values()).map(CrashTable::name).collect(Collectors.joining(" | "));
    String head =
        "| scenario | effects | one death | two deaths | extra, cancelled | "
            + flaws
            + " |\n|---|"
            + "--:|".repeat(4 + Flaw.values().length)
            + "\n";
    return Stream.concat(rows.stream().map(CrashTable::line), Stream.of(sum(rows)))
        .collect(Collectors.joining("", head, ""));
  }

  private static String line(Row row) {
    return line(
        row.scenario().name(),
        row.effects(),
        row.single(),
        row.pairs(),
        row.extras(),
        Arrays.stream(Flaw.values()).map(row::flaws).toList());
  }

  private static String sum(List<Row> rows) {
    return line(
        "**all**",
        rows.stream().mapToInt(Row::effects).sum(),
        rows.stream().mapToInt(Row::single).sum(),
        rows.stream().mapToInt(Row::pairs).sum(),
        rows.stream().mapToInt(Row::extras).sum(),
        Arrays.stream(Flaw.values())
            .map(flaw -> rows.stream().mapToInt(row -> row.flaws(flaw)).sum())
            .toList());
  }

  private static String line(
      String name, int effects, int single, int pairs, int extras, List<Integer> flaws) {
    return "| %s | %d | %d | %d | %d | %s |\n"
        .formatted(
            name,
            effects,
            single,
            pairs,
            extras,
            flaws.stream().map(String::valueOf).collect(Collectors.joining(" | ")));
  }
}
