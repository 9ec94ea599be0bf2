package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.lifecycle.Marker;
import dev.tunesmith.lifecycle.OwnerLabels;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Holds what a story came to against the promises. */
final class Verdict {
  /** The ways to break a promise; a column of the table each. */
  enum Flaw {
    /** A run has more jobs than one, beyond what the scenario allows. */
    DUPLICATE,
    /** A run was not bought, or the status does not name its job. */
    LOST,
    /** A job goes on after the resource was deleted, or beside the one that counts. */
    LEFT_RUNNING,
    /** The status tells something else than the service, now or at any time before. */
    UNTRUE,
    /** The resource does not come to its end, or its finalizer stays. */
    STUCK,
    /** More events, writes, rounds or calls than the undisturbed story explains. */
    STORM
  }

  /**
   * What an operator did in all of a story.
   *
   * @param events told, before any of them are counted up
   * @param writes of the status
   * @param rounds of the engine
   * @param reads gets and pages
   */
  record Work(int events, int writes, int rounds, int reads) {
    static Work of(World world) {
      return new Work(
          world.toldWords.size(),
          (int) (world.effects.count(Effects.STATUS) + world.effects.count(Effects.REFUSED)),
          world.rounds,
          (int) (world.effects.count(Effects.GET) + world.effects.count(Effects.LIST)));
    }

    /**
     * What one more process may add: in doubt it looks ten times before it buys, and a few times
     * after; and it tells once more what it sees.
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
  private final Story story;
  private final World world;
  private final Map<Flaw, List<String>> flaws = new EnumMap<>(Flaw.class);

  private Verdict(Scenario scenario, Story story) {
    this.scenario = scenario;
    this.story = story;
    this.world = story.world;
  }

  static Map<Flaw, List<String>> on(
      Scenario scenario, Story story, List<String> untruths, Work undisturbed) {
    Verdict verdict = new Verdict(scenario, story);
    verdict.jobs();
    if (scenario.conditions() == null) {
      verdict.gone();
    } else {
      verdict.status();
    }
    untruths.forEach(untruth -> verdict.flaw(Flaw.UNTRUE, untruth));
    verdict.calm(undisturbed);
    return verdict.flaws;
  }

  private void flaw(Flaw flaw, String what) {
    flaws.computeIfAbsent(flaw, f -> new ArrayList<>()).add(what);
  }

  /** Counted by the labels, as the bill would be: marker and attempt make a paid try. */
  private void jobs() {
    Map<String, List<JobSnapshot>> tries =
        story.ours().stream()
            .collect(
                Collectors.groupingBy(
                    job -> job.marker().map(Marker::value).orElse("?") + "/" + job.attempt()));
    tries.forEach(
        (which, jobs) -> {
          if (jobs.size() > 1 + unavoidable()) {
            flaw(Flaw.DUPLICATE, which + " was bought " + jobs.size() + " times");
          }
          long counting = jobs.stream().filter(job -> !isCancelled(job)).count();
          if (counting > 1) {
            flaw(Flaw.LEFT_RUNNING, counting + " jobs of " + which + " came to their end");
          }
        });
    if (tries.size() > scenario.most()) {
      flaw(Flaw.DUPLICATE, tries.size() + " runs were bought");
    }
    if (tries.size() < scenario.least()) {
      flaw(Flaw.LOST, tries.size() + " runs were bought");
    }
    story.active().forEach(job -> flaw(Flaw.LEFT_RUNNING, job.name() + " is " + job.state().raw()));
    story.strangers().stream()
        .filter(job -> job.state() != Known.JOB_STATE_PENDING)
        .forEach(job -> flaw(Flaw.UNTRUE, "a stranger's job is " + job.state().raw()));
  }

  /** Where nothing shows a job within the grace, every create that nobody saw answered adds one. */
  private int unavoidable() {
    return scenario.extras() == 0 ? 0 : scenario.extras() + world.deaths.size();
  }

  private static boolean isCancelled(JobSnapshot job) {
    return job.state() == Known.JOB_STATE_CANCELLED;
  }

  private void gone() {
    TuningJob resource = world.find();
    if (resource != null) {
      flaw(Flaw.STUCK, "the finalizer stays: " + world.reason() + ", " + world.message());
    }
    if (world.releasedUnconfirmed > 0) {
      flaw(Flaw.UNTRUE, "let go without certainty");
    }
  }

  private void status() {
    TuningJob resource = world.find();
    if (resource == null) {
      flaw(Flaw.LOST, "the resource is gone");
      return;
    }
    if (!resource.getMetadata().getFinalizers().equals(List.of(TuningJobReconciler.FINALIZER))) {
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
    JobStatus told = status.job();
    if (told == null) {
      flaw(Flaw.LOST, "no job is named");
    } else {
      story.ours().stream()
          .filter(job -> job.name().value().equals(told.name()))
          .findFirst()
          .ifPresentOrElse(
              job -> compare(status, told, job),
              () -> flaw(Flaw.LOST, told.name() + " is none of its jobs"));
    }
  }

  private void compare(TuningJobStatus status, JobStatus told, JobSnapshot job) {
    if (!job.state().raw().equals(told.state())) {
      flaw(Flaw.UNTRUE, "told as " + told.state() + ", and is " + job.state().raw());
    }
    if (!job.labels().containsKey(OwnerLabels.MARKER)) {
      return;
    }
    String marker = world.marker(Objects.requireNonNull(status.run())).value();
    if (!marker.equals(job.labels().get(OwnerLabels.MARKER))) {
      flaw(Flaw.LOST, "the job of another run is named");
    }
    String submission = job.labels().get(OwnerLabels.SUBMISSION);
    if (status.submission() == null || !Objects.equals(status.submission().id(), submission)) {
      flaw(Flaw.UNTRUE, "another submission is told: " + status.submission());
    }
  }

  private void calm(Work undisturbed) {
    Work work = Work.of(world);
    if (work.exceeds(undisturbed, world.deaths.size())) {
      flaw(Flaw.STORM, work + ", undisturbed " + undisturbed + ", told " + world.toldWords);
    }
    world.toldWords.stream()
        .collect(Collectors.groupingBy(words -> words, Collectors.counting()))
        .forEach(
            (words, times) -> {
              if (times > 2 + world.deaths.size()) {
                flaw(Flaw.STORM, times + " times: " + words);
              }
            });
    if (world.internalErrors > 0) {
      flaw(Flaw.UNTRUE, world.internalErrors + " faults of the operator");
    }
  }
}
