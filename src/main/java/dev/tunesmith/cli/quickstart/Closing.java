package dev.tunesmith.cli.quickstart;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What is said at the end: each job's status, how it all ended, and what to do next. */
final class Closing {
  private final Consumer<String> say;
  private final QuickstartFlags flags;
  private final Server server;
  private final Program program = Program.running();

  Closing(Consumer<String> say, QuickstartFlags flags, Server server) {
    this.say = say;
    this.flags = flags;
    this.server = server;
  }

  /** Whether each of the names is there, and complete. */
  static boolean allComplete(Set<String> names, List<TuningJob> latest) {
    return names.stream()
        .allMatch(
            name ->
                find(name, latest).filter(job -> Outcome.of(job) == Outcome.COMPLETE).isPresent());
  }

  private static boolean allEnded(Set<String> names, List<TuningJob> latest) {
    return names.stream()
        .allMatch(name -> find(name, latest).filter(job -> Outcome.of(job).isEnd()).isPresent());
  }

  private static Optional<TuningJob> find(String name, List<TuningJob> latest) {
    return latest.stream().filter(job -> name.equals(job.getMetadata().getName())).findFirst();
  }

  /** Prints it. */
  void print(Set<String> names, List<TuningJob> latest) {
    for (String name : names) {
      find(name, latest).ifPresent(this::status);
    }
    say.accept("");
    for (String name : names) {
      say.accept(find(name, latest).map(Outcome::line).orElse(name + ": never seen"));
    }
    if (flags.billed() && !allEnded(names, latest)) {
      say.accept(
          "What is under way goes on at Google, and is billed. The same command again finds these"
              + " jobs by their labels, and follows them instead of creating others.");
    }
    say.accept("");
    say.accept("What next:");
    next();
  }

  private void status(TuningJob job) {
    say.accept("");
    say.accept("status.job of " + job.getMetadata().getName() + ":");
    if (job.getStatus() == null || job.getStatus().job() == null) {
      say.accept("  none");
      return;
    }
    Yaml.write(job.getStatus().job()).lines().forEach(line -> say.accept("  " + line));
  }

  private void next() {
    if (server.kubectl() != null && (flags.keepRunning || !server.embedded())) {
      say.accept("  look around          " + server.kubectl() + " get tuningjobs -o wide");
    } else if (server.kubectl() != null) {
      say.accept("  time for kubectl     " + program.quickstart("--keep-running"));
    }
    if (!server.embedded() && !flags.deleteAfterwards) {
      say.accept(
          "  clean up             the TuningJobs stay, each with a finalizer that an operator"
              + " removes: the next time, add --delete-afterwards");
    }
    if (!flags.billed()) {
      say.accept("  your own manifests   " + program.quickstart("FILE"));
      say.accept("  the real service     the same with --project=ID, which is billed");
    }
    say.accept("  the emulator alone   " + program.emulator());
    say.accept("  in a cluster         docs/how-to/install.md");
  }
}
