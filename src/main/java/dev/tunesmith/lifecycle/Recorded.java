package dev.tunesmith.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * What the resource's status remembers. It is a note, not a proof: people can lose it, restore an
 * old one or write into it.
 *
 * @param observed whether the operator has ever written the status
 * @param run the run that the rest belongs to; null when nothing was begun
 * @param instanceId the instance id whose marker the job carries
 * @param scope where the run was begun
 * @param submission the intent of the last create call; null when none stands
 * @param job the job's name; null when none is known
 * @param finished whether the job's end was reported whole
 * @param doubted whether an earlier create call of this run was given up in doubt
 * @param rejectedGeneration the generation whose request the service refused; null when none
 */
public record Recorded(
    boolean observed,
    @Nullable String run,
    @Nullable String instanceId,
    @Nullable Scope scope,
    @Nullable Submission submission,
    @Nullable JobName job,
    boolean finished,
    boolean doubted,
    @Nullable Long rejectedGeneration) {

  /** A status that says nothing. */
  public static final Recorded NOTHING =
      new Recorded(false, null, null, null, null, null, false, false, null);

  /**
   * Whether money may have been spent on the recorded run and its end was not reported.
   *
   * @return true for an intent without an answer, and for a job that was not seen to end
   */
  public boolean unfinished() {
    return !finished && (submission != null || job != null);
  }

  /**
   * The same with the job's end in question: somebody else wrote into the status.
   *
   * @return one that is read again before it is believed
   */
  public Recorded unverified() {
    return new Recorded(
        observed, run, instanceId, scope, submission, job, false, doubted, rejectedGeneration);
  }

  /**
   * The same without a place: the one that is written is not the recorded job's.
   *
   * @return a note that says nothing of where
   */
  public Recorded elsewhere() {
    return new Recorded(
        observed, run, instanceId, null, submission, job, finished, doubted, rejectedGeneration);
  }

  /**
   * The same under the run, the instance and the place that the recorded job itself bears witness
   * to.
   *
   * @param provenRun the run
   * @param provenInstance the instance id
   * @param provenScope where
   * @return a corrected note
   */
  public Recorded of(String provenRun, String provenInstance, Scope provenScope) {
    return new Recorded(
        observed,
        provenRun,
        provenInstance,
        provenScope,
        submission,
        job,
        finished,
        doubted,
        rejectedGeneration);
  }

  /**
   * Whether what is recorded belongs to the run that counts.
   *
   * @param wanted the run that the manifest asks for
   * @return true while money may be running on the recorded run, and when it is the wanted one
   */
  public boolean counts(String wanted) {
    return unfinished() || (finished && wanted.equals(run));
  }

  /**
   * Whether a create call stands without an answer.
   *
   * @return true when an intent was written and no job is known
   */
  public boolean inDoubt() {
    return submission != null && job == null;
  }
}
