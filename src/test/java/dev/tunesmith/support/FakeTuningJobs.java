package dev.tunesmith.support;

import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.Verb;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A tuning service in memory, behind the port: it keeps every job for ever, as the real one does,
 * and passes the same contract suite as the Google adapter. Faults are scripted; nothing happens by
 * itself, so that a test decides when a state changes.
 *
 * <p>Safe for use by many threads: every method holds the one lock.
 */
public final class FakeTuningJobs implements TuningJobs {
  private static final long FIRST_PROJECT_NUMBER = 646_700_000_009L;
  private static final long FIRST_JOB_ID = 1_234_567_890_123_456_789L;

  private final Clock clock;
  private final Map<String, Long> projectNumbers = new HashMap<>();
  private final List<FakeJob> jobs = new ArrayList<>();
  private final Map<Verb, Integer> calls = new EnumMap<>(Verb.class);
  private final Map<Verb, Deque<Failure>> nextFailures = new EnumMap<>(Verb.class);
  private final Map<Verb, Failure> lastingFailures = new EnumMap<>(Verb.class);
  private final Set<String> goneModels = new HashSet<>();
  private int dropCreateReplies;
  private boolean keepLabels = true;
  private boolean refuseCancelOfEnded = true;
  private int pageSize = 100;
  private Duration listLag = Duration.ZERO;

  /**
   * An empty service.
   *
   * @param clock gives every job's times, and the moment from which a listing shows it
   */
  public FakeTuningJobs(Clock clock) {
    this.clock = clock;
  }

  // ---- the port

  @Override
  public synchronized CreateReply create(
      Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    Optional<Failure> failure = begin(Verb.CREATE);
    if (failure.isPresent()) {
      return failure.get().kind() == Failure.Kind.CREATE_OUTCOME_UNKNOWN
          ? new InDoubt(failure.get())
          : new Refused(failure.get());
    }
    JobSnapshot job =
        FakeJob.accepted(
            newName(scope),
            request,
            keepLabels ? FakeJob.labels(request, ownerLabels) : Map.of(),
            clock.instant());
    jobs.add(new FakeJob(scope, job, clock.instant().plus(listLag), false));
    if (dropCreateReplies > 0) {
      dropCreateReplies--;
      return new InDoubt(Failures.inDoubt("UNAVAILABLE"));
    }
    return new Created(job);
  }

  @Override
  public synchronized GetReply get(Scope scope, JobName name) {
    Optional<Failure> failure = begin(Verb.GET);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    return reachable(scope, name)
        .<GetReply>map(job -> new Found(job.snapshot()))
        .orElseGet(Absent::new);
  }

  @Override
  public synchronized PageReply list(Scope scope, @Nullable String pageToken) {
    Optional<Failure> failure = begin(Verb.LIST);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    if (pageToken != null && !pageToken.matches("before-[0-9]{1,9}")) {
      return new Unknown(
          new Failure(Failure.Kind.REQUEST_REJECTED, "INVALID_ARGUMENT", "a page token not ours"));
    }
    int before =
        pageToken == null ? jobs.size() : Integer.parseInt(pageToken.substring("before-".length()));
    List<JobSnapshot> page = new ArrayList<>();
    for (int i = Math.min(before, jobs.size()) - 1; i >= 0; i--) {
      FakeJob job = jobs.get(i);
      if (!job.isListed(scope, clock.instant())) {
        continue;
      }
      if (page.size() == pageSize) {
        return new Page(page, "before-" + (i + 1));
      }
      page.add(job.snapshot());
    }
    return new Page(page, null);
  }

  @Override
  public synchronized CancelReply cancel(Scope scope, JobName name) {
    Optional<Failure> failure = begin(Verb.CANCEL);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    Optional<FakeJob> found = reachable(scope, name);
    if (found.isEmpty()) {
      return new Unknown(
          new Failure(Failure.Kind.REQUEST_REJECTED, "NOT_FOUND", "no such tuning job: " + name));
    }
    if (!found.get().snapshot().state().ended()) {
      setState(name, JobState.Known.JOB_STATE_CANCELLING);
    } else if (refuseCancelOfEnded) {
      return new Unknown(
          new Failure(
              Failure.Kind.REQUEST_REJECTED, "FAILED_PRECONDITION", "the job is not cancellable"));
    }
    return new CancelAccepted();
  }

  @Override
  public synchronized ModelReply model(Scope scope, String model) {
    Optional<Failure> failure = begin(Verb.MODEL);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    boolean made =
        jobs.stream()
            .map(job -> job.snapshot().tunedModel())
            .anyMatch(tuned -> tuned != null && model.equals(tuned.model()));
    return made && !goneModels.contains(model) ? new ModelExists() : new Absent();
  }

  @Override
  public void close() {}

  // ---- faults

  /**
   * Deletes a tuned model, as a person can in the service's registry.
   *
   * @param model its resource name
   */
  public synchronized void deleteModel(String model) {
    goneModels.add(model);
  }

  /**
   * Makes one call fail; more than one are answered in the order they were scripted.
   *
   * @param verb which call
   * @param failure the answer: on create {@code CREATE_OUTCOME_UNKNOWN} becomes in doubt, without a
   *     job, and any other kind a refusal
   */
  public synchronized void failNext(Verb verb, Failure failure) {
    nextFailures.computeIfAbsent(verb, v -> new ArrayDeque<>()).add(failure);
  }

  /**
   * Makes all calls fail until {@link #heal}.
   *
   * @param verb which calls
   * @param failure the answer, as in {@link #failNext}
   */
  public synchronized void failAlways(Verb verb, Failure failure) {
    lastingFailures.put(verb, failure);
  }

  /** Takes back every scripted failure. */
  public synchronized void heal() {
    nextFailures.clear();
    lastingFailures.clear();
    dropCreateReplies = 0;
  }

  /** Makes the next create be accepted, and its reply get lost: the job exists, and is in doubt. */
  public synchronized void dropNextCreateReply() {
    dropCreateReplies++;
  }

  /**
   * Makes jobs that are created from now on appear in listings only later, and in gets at once.
   *
   * @param lag how much later, by the fake's clock
   */
  public synchronized void listLag(Duration lag) {
    listLag = lag;
  }

  /**
   * Chooses whether jobs created from now on keep their labels.
   *
   * @param keep false for a service that drops them
   */
  public synchronized void keepLabels(boolean keep) {
    keepLabels = keep;
  }

  /**
   * Chooses what a cancel of an ended job gets; what the real service does is not known.
   *
   * @param refuse true (the default) for FAILED_PRECONDITION, false for acceptance without effect
   */
  public synchronized void refuseCancelOfEnded(boolean refuse) {
    refuseCancelOfEnded = refuse;
  }

  /**
   * Sets the page size of listings.
   *
   * @param size jobs on a full page, 100 by default
   */
  public synchronized void pageSize(int size) {
    pageSize = size;
  }

  // ---- what happens to jobs

  /**
   * Moves a job along: queued, pending, running, succeeded; or cancelling, cancelled. An ended job
   * stays as it is.
   *
   * @param name the job
   * @return the job afterwards
   */
  public synchronized JobSnapshot advance(JobName name) {
    return setState(name, FakeJob.after(job(name).state()));
  }

  /**
   * Puts a job into a state, with the times and the result or the error that go with it.
   *
   * @param name the job
   * @param state the state, also one that we do not know
   * @return the job afterwards
   */
  public synchronized JobSnapshot setState(JobName name, JobState state) {
    return change(name, job -> FakeJob.in(state, job, clock.instant()));
  }

  /**
   * Replaces a job by what a test wants the service to show.
   *
   * @param name the job
   * @param change from the old snapshot to the new
   * @return the job afterwards
   */
  public synchronized JobSnapshot change(JobName name, UnaryOperator<JobSnapshot> change) {
    return put(name, job -> job.showing(change.apply(job.snapshot())));
  }

  /**
   * Shows a job without its labels from now on.
   *
   * @param name the job
   */
  public synchronized void loseLabels(JobName name) {
    JobSnapshot unused = put(name, FakeJob::unlabelled);
  }

  /**
   * Makes a job disappear, which the real service never does on its own.
   *
   * @param name the job; from now on absent from gets and listings
   */
  public synchronized void vanish(JobName name) {
    put(name, FakeJob::gone);
  }

  // ---- what a test looks at

  /**
   * Every job that was ever bought, vanished ones too.
   *
   * @return newest first, with their labels
   */
  public synchronized List<JobSnapshot> jobs() {
    List<JobSnapshot> all = new ArrayList<>(jobs.stream().map(FakeJob::snapshot).toList());
    Collections.reverse(all);
    return List.copyOf(all);
  }

  /**
   * One job.
   *
   * @param name its name
   * @return as it is now
   */
  public synchronized JobSnapshot job(JobName name) {
    return find(name)
        .map(FakeJob::snapshot)
        .orElseThrow(() -> new IllegalArgumentException("no job " + name));
  }

  /**
   * How often a call was made, failed calls included.
   *
   * @param verb which call
   * @return the number since the start
   */
  public synchronized int calls(Verb verb) {
    return calls.getOrDefault(verb, 0);
  }

  private Optional<Failure> begin(Verb verb) {
    calls.merge(verb, 1, Integer::sum);
    Deque<Failure> next = nextFailures.get(verb);
    return next != null && !next.isEmpty()
        ? Optional.of(next.remove())
        : Optional.ofNullable(lastingFailures.get(verb));
  }

  private Optional<FakeJob> reachable(Scope scope, JobName name) {
    return find(name)
        .filter(job -> job.scope().location().equals(scope.location()) && !job.vanished());
  }

  private Optional<FakeJob> find(JobName name) {
    // The id decides: a name with the project's id is as good as one with its number.
    return jobs.stream().filter(job -> job.snapshot().name().id().equals(name.id())).findFirst();
  }

  private JobSnapshot put(JobName name, UnaryOperator<FakeJob> change) {
    FakeJob job = find(name).orElseThrow(() -> new IllegalArgumentException("no job " + name));
    FakeJob changed = change.apply(job);
    jobs.set(jobs.indexOf(job), changed);
    return changed.snapshot();
  }

  private JobName newName(Scope scope) {
    long number =
        projectNumbers.computeIfAbsent(
            scope.projectId(), id -> FIRST_PROJECT_NUMBER + projectNumbers.size());
    return new JobName(
        "projects/%d/locations/%s/tuningJobs/%d"
            .formatted(number, scope.location(), FIRST_JOB_ID + jobs.size()));
  }
}
