package dev.tunesmith.emulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a fault does to a call. One call takes at most one effect of each type, and at most one
 * {@link Verdict}.
 *
 * <p>In JSON: the type's name under {@code type} and the components under their own names;
 * durations in seconds, like {@code "1.5s"}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Effect.Fail.class, name = "fail"),
  @JsonSubTypes.Type(value = Effect.Drop.class, name = "drop"),
  @JsonSubTypes.Type(value = Effect.NoReply.class, name = "noReply"),
  @JsonSubTypes.Type(value = Effect.HttpReply.class, name = "httpReply"),
  @JsonSubTypes.Type(value = Effect.CutShort.class, name = "cutShort"),
  @JsonSubTypes.Type(value = Effect.Delay.class, name = "delay"),
  @JsonSubTypes.Type(value = Effect.ListLag.class, name = "listLag"),
  @JsonSubTypes.Type(value = Effect.LabelsNotKept.class, name = "labelsNotKept"),
  @JsonSubTypes.Type(value = Effect.LabelsNotShown.class, name = "labelsNotShown"),
  @JsonSubTypes.Type(value = Effect.NeverEnds.class, name = "neverEnds"),
  @JsonSubTypes.Type(value = Effect.EndsAs.class, name = "endsAs"),
  @JsonSubTypes.Type(value = Effect.Follows.class, name = "follows"),
  @JsonSubTypes.Type(value = Effect.CancelEndsAs.class, name = "cancelEndsAs"),
  @JsonSubTypes.Type(value = Effect.CancelIgnored.class, name = "cancelIgnored"),
  @JsonSubTypes.Type(value = Effect.FilterIgnored.class, name = "filterIgnored"),
  @JsonSubTypes.Type(value = Effect.UndeployLag.class, name = "undeployLag"),
})
public sealed interface Effect {

  /**
   * The only methods that the effect applies to.
   *
   * @return empty when any
   */
  default Set<RpcMethod> onlyFor() {
    return Set.of();
  }

  /** An effect that replaces the answer; no later fault touches the call. */
  sealed interface Verdict extends Effect {
    /**
     * Whether the call does its work before the answer is replaced.
     *
     * @return false when the call does nothing
     */
    boolean accepted();
  }

  /**
   * An effect on the life of the job or tuned model that a create call makes; a create takes at
   * most one.
   */
  sealed interface Path extends Effect {
    @Override
    default Set<RpcMethod> onlyFor() {
      return Set.of(RpcMethod.CREATE_TUNING_JOB, RpcMethod.CREATE_TUNED_MODEL);
    }
  }

  /**
   * The call is answered with an error.
   *
   * @param code any but OK
   * @param message null for the service's usual one
   * @param accepted whether the work is done all the same
   */
  record Fail(CanonicalCode code, @Nullable String message, boolean accepted) implements Verdict {
    /** Rejects OK, which is no failure. */
    public Fail {
      if (Objects.requireNonNull(code, "code is missing") == CanonicalCode.OK) {
        throw new IllegalArgumentException("OK is no failure");
      }
    }
  }

  /**
   * The connection ends without an answer: REST closes the socket, gRPC ends the call {@code
   * UNAVAILABLE}.
   *
   * @param accepted whether the work is done all the same
   */
  record Drop(boolean accepted) implements Verdict {}

  /**
   * No answer ever comes; the connection stays open.
   *
   * @param accepted whether the work is done all the same
   */
  record NoReply(boolean accepted) implements Verdict {}

  /**
   * Something between the client and the service answers, such as a proxy or a load balancer. REST
   * only; a gRPC call ends {@code UNAVAILABLE}.
   *
   * @param status the HTTP status
   * @param contentType null for {@code text/html}
   * @param body null for a proxy's usual page with the status
   * @param accepted whether the work is done all the same
   */
  record HttpReply(int status, String contentType, String body, boolean accepted)
      implements Verdict {
    private static final int LOWEST_STATUS = 200;
    private static final int HIGHEST_STATUS = 599;

    /** Rejects what is no status of an answer, and fills in a proxy's page. */
    public HttpReply(
        int status, @Nullable String contentType, @Nullable String body, boolean accepted) {
      if (status < LOWEST_STATUS || status > HIGHEST_STATUS) {
        throw new IllegalArgumentException("status must be 200 to 599: " + status);
      }
      this.status = status;
      this.contentType = contentType == null ? "text/html" : contentType;
      this.body =
          body == null
              ? "<html>\n<head><title>%1$d</title></head>\n<body>\n<center><h1>%1$d</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>\n"
                  .formatted(status)
              : body;
      this.accepted = accepted;
    }

    /**
     * A proxy's page.
     *
     * @param status the HTTP status
     */
    public HttpReply(int status) {
      this(status, null, null, false);
    }
  }

  /**
   * The work is done, and the connection ends in the middle of the answer. REST only; a gRPC call
   * ends {@code UNAVAILABLE}.
   *
   * @param bytes how many bytes of the answer's body arrive, at most
   */
  record CutShort(int bytes) implements Verdict {
    /** Rejects a negative count. */
    public CutShort {
      if (bytes < 0) {
        throw new IllegalArgumentException("bytes must not be negative: " + bytes);
      }
    }

    @Override
    public boolean accepted() {
      return true;
    }
  }

  /**
   * The call takes longer.
   *
   * @param duration in real time, whatever the emulator's speed
   * @param accepted whether the work is done before the wait; then the answer is late, not the work
   */
  record Delay(Duration duration, boolean accepted) implements Effect {
    /** Rejects a negative duration. */
    public Delay {
      if (Objects.requireNonNull(duration, "duration is missing").isNegative()) {
        throw new IllegalArgumentException("negative delay: " + duration);
      }
    }
  }

  /**
   * The created job or model can be read at once, but shows up in listings later.
   *
   * @param duration by the emulator's clock, whatever its speed
   */
  record ListLag(Duration duration) implements Effect {
    /** Rejects a negative duration. */
    public ListLag {
      if (Objects.requireNonNull(duration, "duration is missing").isNegative()) {
        throw new IllegalArgumentException("negative lag: " + duration);
      }
    }

    @Override
    public Set<RpcMethod> onlyFor() {
      return Set.of(RpcMethod.CREATE_TUNING_JOB, RpcMethod.CREATE_TUNED_MODEL);
    }
  }

  /** The created job has none of the labels in the request. */
  record LabelsNotKept() implements Effect {
    @Override
    public Set<RpcMethod> onlyFor() {
      return Set.of(RpcMethod.CREATE_TUNING_JOB);
    }
  }

  /** The answer leaves out the labels of the jobs in it; the jobs keep them. */
  record LabelsNotShown() implements Effect {}

  /** The created job runs until it is cancelled, the created model is never complete. */
  record NeverEnds() implements Path {}

  /**
   * The created job is pending and running as usual, a model is being created; then enters a state
   * and stays there.
   *
   * @param state a state's name, also one that no client knows; over gRPC that is an unknown number
   * @param model of a job: whether there is a tuned model then; null for the usual
   * @param endpoint of a job: whether the model is deployed then; null for the usual
   * @param error null for the usual
   */
  record EndsAs(
      String state, @Nullable Boolean model, @Nullable Boolean endpoint, @Nullable JobError error)
      implements Path {
    /** Rejects a missing state. */
    public EndsAs {
      Objects.requireNonNull(state, "state is missing");
    }

    /**
     * With the model, endpoint and error that are usual in the state.
     *
     * @param state a state's name
     */
    public EndsAs(String state) {
      this(state, null, null, null);
    }
  }

  /**
   * The created job or model goes through exactly these states.
   *
   * @param steps at least one; the last one is never left
   */
  record Follows(List<Step> steps) implements Path {
    /** Rejects an empty path and copies it. */
    public Follows {
      steps = List.copyOf(Objects.requireNonNull(steps, "steps is missing"));
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("a path has at least one step");
      }
    }
  }

  /**
   * One step of a path.
   *
   * @param state a state's name
   * @param duration how long at speed 1; of no meaning for the last step
   */
  record Step(String state, @JsonProperty("for") Duration duration) {
    /** A missing duration is zero. */
    public Step {
      Objects.requireNonNull(state, "state is missing");
      duration = duration == null ? Duration.ZERO : duration;
    }
  }

  /**
   * The cancelled job is cancelling for a while and then ends in another state than CANCELLED.
   *
   * @param state a state's name, such as {@code JOB_STATE_SUCCEEDED}
   */
  record CancelEndsAs(String state) implements Effect {
    /** Rejects a missing state. */
    public CancelEndsAs {
      Objects.requireNonNull(state, "state is missing");
    }

    @Override
    public Set<RpcMethod> onlyFor() {
      return Set.of(RpcMethod.CANCEL_TUNING_JOB);
    }
  }

  /** The cancel is answered with success and does nothing, also on a job that has ended. */
  record CancelIgnored() implements Effect {
    @Override
    public Set<RpcMethod> onlyFor() {
      return Set.of(RpcMethod.CANCEL_TUNING_JOB);
    }
  }

  /** The listing ignores the filter. */
  record FilterIgnored() implements Effect {
    @Override
    public Set<RpcMethod> onlyFor() {
      return Set.of(RpcMethod.LIST_TUNING_JOBS, RpcMethod.LIST_TUNED_MODELS);
    }
  }

  /**
   * After the undeployment is over, the model takes longer than usual to see that it is not
   * deployed any more; its delete is refused until then.
   *
   * @param duration in the emulator's clock, whatever its speed
   */
  record UndeployLag(Duration duration) implements Effect {
    /** Rejects a negative duration. */
    public UndeployLag {
      if (Objects.requireNonNull(duration, "duration is missing").isNegative()) {
        throw new IllegalArgumentException("negative lag: " + duration);
      }
    }

    @Override
    public Set<RpcMethod> onlyFor() {
      return Set.of(RpcMethod.UNDEPLOY_MODEL);
    }
  }

  /**
   * The error of a job, a {@code google.rpc.Status}.
   *
   * @param code the canonical code's number; not checked, so that nonsense can be sent too
   * @param message for people
   */
  record JobError(int code, String message) {
    /** A missing message is empty. */
    public JobError {
      message = message == null ? "" : message;
    }
  }
}
