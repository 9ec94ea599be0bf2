package dev.tunesmith.cli.quickstart;

import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.cli.gemini.LossCurve;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What is said at the end: how each resource ended, and what to do next. */
final class Closing {
  private final Consumer<String> say;
  private final QuickstartFlags flags;
  private final Server server;
  private final Surroundings surroundings;
  private final Program program = Program.running();

  Closing(Consumer<String> say, QuickstartFlags flags, Server server, Surroundings surroundings) {
    this.say = say;
    this.flags = flags;
    this.server = server;
    this.surroundings = surroundings;
  }

  /** Whether each of the keys is there, and complete. */
  static boolean allComplete(Set<String> keys, List<Seen> latest) {
    return keys.stream()
        .allMatch(
            key ->
                find(key, latest).filter(each -> each.outcome() == Outcome.COMPLETE).isPresent());
  }

  private static boolean allEnded(Set<String> keys, List<Seen> latest) {
    return keys.stream()
        .allMatch(key -> find(key, latest).filter(each -> each.outcome().isEnd()).isPresent());
  }

  private static Optional<Seen> find(String key, List<Seen> latest) {
    return latest.stream().filter(each -> key.equals(each.key())).findFirst();
  }

  /** Prints it. */
  void print(Set<String> keys, List<Seen> latest) {
    if (flags.details) {
      keys.forEach(key -> find(key, latest).ifPresent(this::details));
    }
    say.accept("");
    for (String key : keys) {
      say.accept(
          find(key, latest).map(each -> each.line(surroundings)).orElse(key + ": never seen"));
    }
    if (flags.billed() && !allEnded(keys, latest)) {
      say.accept(
          "What is under way goes on at Google, and is billed. The same command again finds these"
              + " jobs by their labels, and follows them instead of creating others.");
    }
    say.accept("");
    say.accept("What next:");
    next();
  }

  /** The body that the service gave, and a loss curve where there is one. */
  private void details(Seen seen) {
    say.accept("");
    say.accept("status of " + seen.key() + ":");
    if (seen.body() == null) {
      say.accept("  none");
      return;
    }
    Yaml.write(seen.body()).lines().forEach(line -> say.accept("  " + line));
    if (seen.resource() instanceof TunedModel model && !LossCurve.points(model).isEmpty()) {
      say.accept("");
      LossCurve.of(seen.key(), LossCurve.points(model)).text().forEach(say);
    }
  }

  private void next() {
    if (server.kubectl() != null && (flags.keepRunning || !server.embedded())) {
      say.accept(
          "  look around          " + server.kubectl() + " get tuningjobs,tunedmodels -o wide");
    } else if (server.kubectl() != null) {
      say.accept("  time for kubectl     " + program.quickstart("--keep-running"));
    }
    if (!server.embedded() && !flags.deleteAfterwards) {
      say.accept(
          "  clean up             the TuningJobs stay, each with a finalizer that an operator"
              + " removes: the next time, add --delete-afterwards");
    }
    if (!flags.details) {
      say.accept("  every change         " + program.quickstart("--details"));
    }
    if (!flags.billed()) {
      say.accept("  your own manifests   " + program.quickstart("FILE"));
      say.accept("  the real service     the same with --project=ID, which is billed");
    }
    say.accept("  the emulator alone   " + program.emulator());
    say.accept("  in a cluster         docs/how-to/install.md");
  }
}
