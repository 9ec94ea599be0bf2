package dev.tunesmith.sim;

import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.reconcile.ReconcileListener.Occurrence;
import dev.tunesmith.vertex.JobSnapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Holds what a scenario came to against what it has to come to, beside what the judge saw. */
final class Verdict {
  /**
   * What an operator did in all of a story.
   *
   * @param events recorded, before equal ones are counted up
   * @param writes of the status
   * @param rounds reconciliations
   * @param reads gets and pages
   */
  record Work(int events, int writes, int rounds, int reads) {
    static Work of(SimWorld world) {
      return new Work(
          world.toldWords.size(),
          (int) (world.effects.count(Effects.STATUS) + world.effects.count(Effects.REFUSED)),
          world.rounds,
          (int) (world.effects.count(Effects.GET) + world.effects.count(Effects.LIST)));
    }

    /**
     * What one more process may add: where an outcome is unknown it lists ten times before it
     * creates, and a few times after; and it records once more what it sees.
     */
    private static final Work PER_DEATH = new Work(3, 5, 20, 60);

    boolean exceeds(Work undisturbed, int deaths) {
      return events > undisturbed.events + deaths * PER_DEATH.events
          || writes > undisturbed.writes + deaths * PER_DEATH.writes
          || rounds > undisturbed.rounds + deaths * PER_DEATH.rounds
          || reads > undisturbed.reads + deaths * PER_DEATH.reads;
    }
  }

  private final Scenario scenario;
  private final SimWorld world;
  private final Map<Flaw, List<String>> flaws = new EnumMap<>(Flaw.class);

  private Verdict(Scenario scenario, SimWorld world) {
    this.scenario = scenario;
    this.world = world;
  }

  static Map<Flaw, List<String>> on(Scenario scenario, SimWorld world, Work undisturbed) {
    Verdict verdict = new Verdict(scenario, world);
    verdict.jobs();
    if (scenario.conditions() == null) {
      verdict.gone();
    } else {
      verdict.status();
    }
    world.judge.violations().forEach(found -> verdict.flaw(found.flaw(), found.what()));
    verdict.calm(undisturbed);
    return verdict.flaws;
  }

  private void flaw(Flaw flaw, String what) {
    flaws.computeIfAbsent(flaw, f -> new ArrayList<>()).add(what);
  }

  private String runOf(JobSnapshot job) {
    return world.judge.owner(job.name()).map(Caller::run).orElse("of nobody");
  }

  private void jobs() {
    Map<String, List<JobSnapshot>> runs =
        world.ours().stream().collect(Collectors.groupingBy(this::runOf));
    runs.forEach(
        (run, jobs) -> {
          if (jobs.size() > scenario.attempts() + unavoidable()) {
            flaw(Flaw.DUPLICATE, "run " + run + " has " + jobs.size() + " jobs");
          }
          long counting = jobs.stream().filter(job -> !isCancelled(job)).count();
          if (counting > scenario.attempts()) {
            flaw(Flaw.LEFT_RUNNING, counting + " jobs of run " + run + " came to their end");
          }
        });
    if (runs.size() > scenario.most()) {
      flaw(Flaw.DUPLICATE, runs.size() + " runs have jobs");
    }
    if (runs.size() < scenario.least()) {
      flaw(Flaw.LOST, runs.size() + " runs have jobs");
    }
    world.service.asked().stream()
        .collect(Collectors.groupingBy(asked -> asked, Collectors.counting()))
        .forEach(
            (asked, times) -> {
              if (times > 1 + world.service.unanswered() + world.deaths.size()) {
                flaw(Flaw.DUPLICATE, times + " requests of a check: " + asked);
              }
            });
    world
        .activeOnes()
        .forEach(job -> flaw(Flaw.LEFT_RUNNING, job.name() + " is " + job.state().raw()));
    world.strangers().stream()
        .filter(job -> job.state() != Known.JOB_STATE_PENDING)
        .forEach(job -> flaw(Flaw.WRONG_CANCEL, "a stranger's job is " + job.state().raw()));
  }

  /** Where nothing shows a job within the grace, every create that nobody saw answered adds one. */
  private int unavoidable() {
    return scenario.extras() == 0 ? 0 : scenario.extras() + world.deaths.size();
  }

  private static boolean isCancelled(JobSnapshot job) {
    return job.state() == Known.JOB_STATE_CANCELLED;
  }

  private void gone() {
    if (world.exists()) {
      flaw(Flaw.STUCK, "the finalizer stays: " + world.reason() + ", " + world.message());
    }
    if (world.count(Occurrence.RELEASED_UNCONFIRMED) > 0) {
      flaw(Flaw.UNTRUE, "the finalizer was removed without certainty");
    }
  }

  private void status() {
    TuningJob resource = world.find();
    if (resource == null) {
      flaw(Flaw.LOST, "the resource is gone");
      return;
    }
    if (world.ours().isEmpty() && scenario.least() == 0) {
      if (world.jobName() != null || world.status().submission() != null) {
        flaw(Flaw.UNTRUE, "nothing was created, and it says so otherwise: " + world.status());
      }
    } else if (resource.getMetadata().getFinalizers().size() != 1) {
      flaw(Flaw.STUCK, "finalizers: " + resource.getMetadata().getFinalizers());
    }
    TuningJobStatus status = world.status();
    if (!world.conditions().equals(scenario.conditions())) {
      boolean onTheWay = world.conditions().contains("Reconciling");
      flaw(onTheWay ? Flaw.STUCK : Flaw.UNTRUE, world.conditions() + ": " + world.message());
    }
    if (!Objects.equals(status.observedGeneration(), resource.getMetadata().getGeneration())
        || !Objects.equals(status.run(), resource.getSpec().run())) {
      flaw(Flaw.UNTRUE, "it speaks of an earlier manifest: " + status);
    }
    JobStatus named = status.job();
    if (named == null && world.ours().isEmpty() && scenario.least() == 0) {
      return;
    }
    if (named == null) {
      flaw(Flaw.LOST, "no job is named");
    } else {
      world.ours().stream()
          .filter(job -> job.name().value().equals(named.name()))
          .findFirst()
          .ifPresentOrElse(
              job -> compare(status, named, job),
              () -> flaw(Flaw.LOST, named.name() + " is none of its jobs"));
    }
  }

  private void compare(TuningJobStatus status, JobStatus named, JobSnapshot job) {
    if (!job.state().raw().equals(named.state())) {
      flaw(Flaw.UNTRUE, "shown as " + named.state() + ", and it is " + job.state().raw());
    }
    if (!runOf(job).equals(status.run())) {
      flaw(Flaw.LOST, "the job of another run is named");
    }
  }

  private void calm(Work undisturbed) {
    Work work = Work.of(world);
    if (work.exceeds(undisturbed, world.deaths.size())) {
      flaw(Flaw.STORM, work + ", undisturbed " + undisturbed + ", events " + world.toldWords);
    }
    world.toldWords.stream()
        .collect(Collectors.groupingBy(words -> words, Collectors.counting()))
        .forEach(
            (words, times) -> {
              // Each job may say the same once, and one of them again after a lost status.
              if (times > Math.max(2, world.ours().size() + 1) + world.deaths.size()) {
                flaw(Flaw.STORM, times + " times: " + words);
              }
            });
    if (world.count(Occurrence.INTERNAL_ERROR) > 0) {
      flaw(Flaw.UNTRUE, world.count(Occurrence.INTERNAL_ERROR) + " faults of the operator itself");
    }
  }
}
