package dev.tunesmith.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.TunedEndpoints;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.Verb;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A tuning service in memory, behind the port: it keeps every job for ever, as the real one does,
 * and passes the same contract suite as the Google adapter. Faults are scripted; nothing happens by
 * itself, so that a test decides when a state changes.
 *
 * <p>Whoever sent a create is written down with its job, beside the labels: what a test says about
 * a job's owner does not depend on what the operator says about it.
 *
 * <p>Safe for use by many threads: every method holds the one lock.
 */
public final class SimService implements TuningJobs, TunedEndpoints {
  /** The order of the jobs in a listing; the service's own is not documented. */
  public enum Order {
    /** Newest first. */
    NEWEST,
    /** Oldest first. */
    OLDEST,
    /** Neither, but the same in each listing. */
    MIXED;

    private long key(int index) {
      return switch (this) {
        case NEWEST -> -index;
        case OLDEST -> index;
        case MIXED -> index * 7919L % 101 * 1_000_000 + index;
      };
    }
  }

  /** Is told of what happens to jobs, at the moment it happens. */
  interface Listener {
    /**
     * A job exists from now on.
     *
     * @param job the job
     * @param caller who sent the create
     * @param listedFrom from when listings show it
     */
    void accepted(JobSnapshot job, Caller caller, Instant listedFrom);

    /**
     * A job is in another state.
     *
     * @param job the job
     */
    void changed(JobSnapshot job);
  }

  private static final long FIRST_PROJECT_NUMBER = 646_700_000_009L;
  private static final long FIRST_JOB_ID = 1_234_567_890_123_456_789L;

  private final InstantSource clock;
  private final Map<String, Long> projectNumbers = new HashMap<>();
  private final List<SimJob> jobs = new ArrayList<>();
  private final Map<Verb, Integer> calls = new EnumMap<>(Verb.class);
  private final Map<Verb, Deque<Failure>> nextFailures = new EnumMap<>(Verb.class);
  private final Map<Verb, Failure> lastingFailures = new EnumMap<>(Verb.class);
  private final List<String> asked = new ArrayList<>();
  private final Deque<Failure> unanswered = new ArrayDeque<>();
  private final Set<String> goneModels = new HashSet<>();
  private int withoutAnswer;
  private final SimArtifacts artifacts;
  private final SimObjects objects = new SimObjects(this::jobs);
  private int dropCreateReplies;
  private boolean keepLabels = true;
  private boolean refuseCancelOfEnded = true;
  private int pageSize = 100;
  private Duration listLag = Duration.ZERO;
  private Order order = Order.NEWEST;
  private @Nullable Duration nextAcceptedLater;
  private @Nullable Caller caller;
  private @Nullable Listener listener;
  private final List<Caller> inFlight = new ArrayList<>();
  private BiConsumer<Duration, Runnable> later = (delay, task) -> task.run();

  /**
   * An empty service.
   *
   * @param clock gives every job's times, and the moment from which a listing shows it
   */
  public SimService(InstantSource clock) {
    this.clock = clock;
    this.artifacts =
        new SimArtifacts(
            this::jobs,
            clock,
            (job, endpoint) -> {
              JobSnapshot unused = change(job, old -> old.withEndpoint(endpoint));
            });
  }

  // ---- the port

  @Override
  public synchronized CreateReply create(
      Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    Optional<Failure> failure = begin(Verb.CREATE);
    if (failure.isPresent()) {
      return failure.get().kind() == Failure.Kind.CREATE_OUTCOME_UNKNOWN
          ? new OutcomeUnknown(failure.get())
          : new Refused(failure.get());
    }
    Duration wait = nextAcceptedLater;
    if (wait != null) {
      nextAcceptedLater = null;
      Caller by = caller;
      Duration lag = listLag;
      if (by != null) {
        inFlight.add(by);
      }
      later.accept(
          wait,
          () -> {
            inFlight.remove(by);
            accept(scope, request, ownerLabels, by, lag);
          });
      return new OutcomeUnknown(Failures.outcomeUnknown("DEADLINE_EXCEEDED"));
    }
    JobSnapshot job = accept(scope, request, ownerLabels, caller, listLag);
    if (dropCreateReplies > 0) {
      dropCreateReplies--;
      return new OutcomeUnknown(Failures.outcomeUnknown("UNAVAILABLE"));
    }
    return new Created(job);
  }

  private synchronized JobSnapshot accept(
      Scope scope,
      JobRequest request,
      Map<String, String> ownerLabels,
      @Nullable Caller by,
      Duration lag) {
    JobSnapshot job =
        SimJob.accepted(newName(scope), request, keepLabels ? ownerLabels : null, clock.instant());
    Instant listedFrom = clock.instant().plus(lag);
    jobs.add(new SimJob(scope, job, listedFrom, false));
    if (by != null && listener != null) {
      listener.accepted(job, by, listedFrom);
    }
    return job;
  }

  @Override
  public synchronized GetReply get(Scope scope, JobName name) {
    Optional<Failure> failure = begin(Verb.GET);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    return reachable(name).<GetReply>map(job -> new Found(job.snapshot())).orElseGet(Absent::new);
  }

  @Override
  public synchronized PageReply list(Scope scope, @Nullable String pageToken) {
    Optional<Failure> failure = begin(Verb.LIST);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    if (pageToken != null && !pageToken.matches("after-?[0-9]{1,12}")) {
      return new Unknown(
          new Failure(Failure.Kind.REQUEST_REJECTED, "INVALID_ARGUMENT", "a page token not ours"));
    }
    long after =
        pageToken == null ? Long.MIN_VALUE : Long.parseLong(pageToken.substring("after".length()));
    Scope where = canonical(scope);
    List<Integer> rest =
        IntStream.range(0, jobs.size())
            .boxed()
            .filter(i -> order.key(i) > after && jobs.get(i).isListed(where, clock.instant()))
            .sorted(Comparator.comparingLong(order::key))
            .toList();
    List<Integer> page = rest.subList(0, Math.min(pageSize, rest.size()));
    return new Page(
        page.stream().map(i -> jobs.get(i).snapshot()).toList(),
        page.size() == rest.size() ? null : "after" + order.key(page.getLast()));
  }

  @Override
  public synchronized CancelReply cancel(Scope scope, JobName name) {
    Optional<Failure> failure = begin(Verb.CANCEL);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    Optional<SimJob> found = reachable(name);
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
        jobs.stream().anyMatch(job -> job.snapshot().model().filter(model::equals).isPresent());
    return made && !goneModels.contains(model) && artifacts.models().contains(model)
        ? new ModelExists()
        : new Absent();
  }

  @Override
  public SimArtifacts artifacts() {
    return artifacts;
  }

  /** What its jobs wrote to Cloud Storage. */
  public SimObjects objects() {
    return objects;
  }

  /** Code that raises fails, whatever the sample. */
  @Override
  public synchronized RewardReply checkReward(Scope scope, String json) {
    Optional<Failure> failure = begin(Verb.REWARD);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    return json.contains("raise")
        ? new RewardWrong("reward correct: the code raised an error")
        : new RewardScored("overall reward 1.0");
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
   * @param failure the answer: on create {@code CREATE_OUTCOME_UNKNOWN} stays unknown, without a
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
    nextAcceptedLater = null;
  }

  /**
   * Makes the next create be accepted, and its reply get lost: the job exists, and its outcome is
   * unknown.
   */
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
   * Makes the next create be accepted only after its call has ended without a reply.
   *
   * @param delay how much later
   */
  synchronized void acceptNextCreateLater(Duration delay) {
    nextAcceptedLater = delay;
  }

  /**
   * Chooses the order of listings.
   *
   * @param wanted newest first by default
   */
  public synchronized void order(Order wanted) {
    order = wanted;
  }

  /**
   * Names who sends the calls from now on.
   *
   * @param by null for nobody
   */
  synchronized void calledBy(@Nullable Caller by) {
    caller = by;
  }

  /**
   * Ties the service to a world.
   *
   * @param told is told of what happens to jobs
   * @param timer runs what happens later
   */
  synchronized void in(Listener told, BiConsumer<Duration, Runnable> timer) {
    listener = told;
    later = timer;
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
   * A job that others create; no scripted failure is for them.
   *
   * @param by who created it, for the judge; null for nobody of ours
   * @return its name
   */
  synchronized JobName addJob(
      Scope scope, JobRequest request, Map<String, String> labels, @Nullable Caller by) {
    return accept(scope, request, labels, by, Duration.ZERO).name();
  }

  /**
   * Moves a job along: queued, pending, running, succeeded; or cancelling, cancelled. An ended job
   * stays as it is.
   *
   * @param name the job
   * @return the job afterwards
   */
  public synchronized JobSnapshot advance(JobName name) {
    return setState(name, SimJob.after(job(name).state()));
  }

  /**
   * Puts a job into a state, with the times and the result or the error that go with it.
   *
   * @param name the job
   * @param state the state, also one that we do not know
   * @return the job afterwards
   */
  public synchronized JobSnapshot setState(JobName name, JobState state) {
    JobSnapshot job = change(name, old -> SimJob.in(state, old, clock.instant()));
    if (listener != null) {
      listener.changed(job);
    }
    return job;
  }

  /** Lets a job fail with a code of {@code google.rpc.Code}. */
  synchronized void fail(JobName name, int code) {
    ObjectNode body =
        Jobs.body(SimJob.in(JobState.Known.JOB_STATE_FAILED, job(name), clock.instant()));
    body.withObjectProperty("error").put("code", code);
    JobSnapshot job = change(name, old -> Jobs.snapshot(body));
    if (listener != null) {
      listener.changed(job);
    }
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
    JobSnapshot unused = put(name, SimJob::unlabelled);
  }

  /**
   * Makes a job disappear, which the real service never does on its own.
   *
   * @param name the job; from now on absent from gets and listings
   */
  public synchronized void vanish(JobName name) {
    put(name, job -> job.gone(true));
  }

  /**
   * Takes back {@link #vanish}.
   *
   * @param name the job
   */
  public synchronized void reappear(JobName name) {
    put(name, job -> job.gone(false));
  }

  // ---- what a test looks at

  /**
   * Every job that was ever jobs, vanished ones too.
   *
   * @return newest first, with their labels
   */
  public synchronized List<JobSnapshot> jobs() {
    List<JobSnapshot> all = new ArrayList<>(jobs.stream().map(SimJob::snapshot).toList());
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
        .map(SimJob::snapshot)
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

  /**
   * Creates that were sent and are accepted later.
   *
   * @return who sent them
   */
  synchronized List<Caller> inFlight() {
    return List.copyOf(inFlight);
  }

  private Optional<Failure> begin(Verb verb) {
    calls.merge(verb, 1, Integer::sum);
    Deque<Failure> next = nextFailures.get(verb);
    return next != null && !next.isEmpty()
        ? Optional.of(next.remove())
        : Optional.ofNullable(lastingFailures.get(verb));
  }

  private Optional<SimJob> reachable(JobName name) {
    return find(name)
        .filter(job -> job.snapshot().name().location().equals(name.location()))
        .filter(job -> !job.vanished());
  }

  private Optional<SimJob> find(JobName name) {
    // The id decides: a name with the project's id is as good as one with its number.
    return jobs.stream().filter(job -> job.snapshot().name().id().equals(name.id())).findFirst();
  }

  private JobSnapshot put(JobName name, UnaryOperator<SimJob> change) {
    SimJob job = find(name).orElseThrow(() -> new IllegalArgumentException("no job " + name));
    SimJob changed = change.apply(job);
    jobs.set(jobs.indexOf(job), changed);
    return changed.snapshot();
  }

  /** The answer of each endpoint: the text of the request's first part. */
  @Override
  public synchronized Reply generate(String endpoint, ObjectNode request) {
    String text = request.at("/contents/0/parts/0/text").asText();
    asked.add(endpoint + ": " + text);
    Failure failure = unanswered.poll();
    withoutAnswer += failure == null ? 0 : 1;
    return failure == null
        ? new Answered(
            Jobs.object(
                """
                {"candidates": [{"content": {"parts": [{"text": "%s"}]}, "finishReason": "STOP"}]}
                """
                    .formatted(text)))
        : new Unanswered(failure);
  }

  /** Every request to an endpoint so far: {@code ENDPOINT: TEXT}. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** How many of them got no answer. */
  synchronized int unanswered() {
    return withoutAnswer;
  }

  /** The next request to an endpoint gets no answer. */
  synchronized void failNextAsk(Failure failure) {
    unanswered.add(failure);
  }

  /** A project's number is as good as its id. */
  private Scope canonical(Scope scope) {
    return projectNumbers.entrySet().stream()
        .filter(project -> project.getValue().toString().equals(scope.projectId()))
        .map(project -> new Scope(project.getKey(), scope.location()))
        .findFirst()
        .orElse(scope);
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
