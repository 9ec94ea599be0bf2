package dev.tunesmith.kind.tunedmodel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunesmith.acceptance.Acceptor;
import dev.tunesmith.gemini.Operation;
import dev.tunesmith.gemini.TunedModelSnapshot;
import dev.tunesmith.kind.tunedmodel.ModelFacts.Gone;
import dev.tunesmith.kind.tunedmodel.ModelFacts.Seen;
import dev.tunesmith.kind.tunedmodel.ModelFacts.Sighting;
import dev.tunesmith.kind.tunedmodel.ModelFacts.Unreadable;
import dev.tunesmith.kind.tunedmodel.ModelFacts.Unseen;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.reconcile.MetadataWrites;
import dev.tunesmith.vertex.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one process knows of one resource, on the monotonic clock. All of it may be lost: it saves
 * calls, and nothing else rests on it.
 */
final class ModelMemory {
  private final MetadataWrites metadata = new MetadataWrites();
  private String prefix = "";
  private @Nullable List<TunedModelSnapshot> models;
  private Duration seenAt = Duration.ZERO;
  private @Nullable Duration missingSince;
  private @Nullable Failure failure;
  private int failures;
  private int waited;
  private Duration notBefore = Duration.ZERO;
  private @Nullable Verdict refusal;
  private Duration refusedUntil = Duration.ZERO;
  private long refusedGeneration;
  private int refusals;
  private @Nullable Operation operation;
  private @Nullable Duration deletionSeen;
  private boolean absent;
  private boolean deletedHere;
  private boolean neverSent;
  private boolean listed;
  private @Nullable Duration knownSince;
  private int deleteFailures;
  private Duration noDeleteBefore = Duration.ZERO;
  private final Acceptor.Pause acceptance = new Acceptor.Pause();
  private Map<String, JsonNode> unpatchable = Map.of();

  /** Another run or another resource of the name: what was known is of no use. */
  void about(String wanted, boolean deleted, Duration now) {
    if (!wanted.equals(prefix)) {
      prefix = wanted;
      models = null;
      missingSince = null;
      failure = null;
      refusal = null;
      operation = null;
      absent = false;
      deletedHere = false;
      unpatchable = Map.of();
      neverSent = false;
      listed = false;
      knownSince = null;
    }
    if (!deleted) {
      deletionSeen = null;
    } else if (deletionSeen == null) {
      deletionSeen = now;
    }
  }

  /** How often in a row there was no turn at the endpoint, this time included. */
  int waited() {
    return ++waited;
  }

  void hadTurn() {
    waited = 0;
  }

  MetadataWrites metadata() {
    return metadata;
  }

  Duration deletionSeen(Duration now) {
    return deletionSeen == null ? now : deletionSeen;
  }

  /** What is known, where it is not older than {@code fresh}. */
  Sighting sighting(Duration fresh, Duration now) {
    List<TunedModelSnapshot> known = models;
    if (failure != null && now.compareTo(notBefore) < 0) {
      return new Unreadable(failure, known == null || known.isEmpty() ? null : known.getFirst());
    }
    if (failure != null || known == null || now.minus(seenAt).compareTo(fresh) >= 0) {
      return new Unseen();
    }
    return new Seen(
        known,
        missingSince != null && seenAt.minus(missingSince).compareTo(Timing.LOST_AFTER) >= 0,
        absent);
  }

  /** The models as last seen; empty also before the first listing. */
  List<TunedModelSnapshot> models() {
    return models == null ? List.of() : models;
  }

  /**
   * The run's models.
   *
   * @param byListing whether a complete listing showed them
   */
  void saw(List<TunedModelSnapshot> now, boolean byListing, Duration at) {
    listed |= byListing && !now.isEmpty();
    knownSince = now.isEmpty() ? null : knownSince == null ? at : knownSince;
    models = List.copyOf(now);
    seenAt = at;
    failure = null;
    failures = 0;
    missingSince = now.isEmpty() ? (missingSince == null ? at : missingSince) : null;
    absent &= now.isEmpty();
  }

  /** A create is being sent: what was not there until now may be there soon. */
  void sending() {
    missingSince = null;
    absent = false;
    deletedHere = false;
    neverSent = false;
    listed = false;
    knownSince = null;
  }

  /** Whether a listing showed a model of the run, or one has been known for longer than the lag. */
  boolean isListed(Duration grace, Duration now) {
    return listed || (knownSince != null && now.minus(knownSince).compareTo(grace) >= 0);
  }

  /** This process added the finalizer: what is not sent from now on was never sent. */
  void addedFinalizer() {
    neverSent = true;
  }

  boolean neverSent() {
    return neverSent;
  }

  /** The service itself said that the model does not exist. */
  void absent() {
    absent = true;
  }

  /** The service deleted the run's model. */
  void deleted() {
    deletedHere = true;
  }

  /** What is known of a model that is not listed: a listing, and a create, may lag by the grace. */
  Gone gone(Duration grace) {
    boolean unlisted = missingSince != null && seenAt.minus(missingSince).compareTo(grace) >= 0;
    return deletedHere || (absent && unlisted)
        ? Gone.CONFIRMED
        : unlisted ? Gone.UNLISTED : Gone.UNKNOWN;
  }

  /** How long no other delete is sent; not positive where one may be. */
  Duration untilDelete(Duration now) {
    return noDeleteBefore.minus(now);
  }

  int deleteFailures() {
    return ++deleteFailures;
  }

  void noDeleteBefore(Duration time) {
    noDeleteBefore = time;
  }

  /** Values that the service answered with others. */
  void unpatchable(Map<String, JsonNode> values) {
    unpatchable = Map.copyOf(values);
  }

  boolean isUnpatchable(Map<String, JsonNode> values) {
    return !values.isEmpty() && values.equals(unpatchable);
  }

  Acceptor.Pause acceptance() {
    return acceptance;
  }

  void unreadable(Failure why, Duration until) {
    failure = why;
    notBefore = until;
  }

  int failures() {
    return ++failures;
  }

  /** The next decision looks again. */
  void lookAgain() {
    models = null;
    failure = null;
    notBefore = Duration.ZERO;
  }

  void refused(Verdict verdict, Duration until, long generation) {
    refusal = verdict;
    refusedUntil = until;
    refusedGeneration = generation;
  }

  int refusals() {
    return ++refusals;
  }

  void accepted() {
    refusal = null;
    refusals = 0;
  }

  /** What bars a create after one that was refused; null where nothing does. */
  @Nullable Verdict pause(long generation, Duration now) {
    Duration left = refusedUntil.minus(now);
    if (refusal == null || generation != refusedGeneration || !left.isPositive()) {
      return null;
    }
    return refusal.again(left);
  }

  /** When what failed or was refused may be tried again. */
  Duration notBefore() {
    return notBefore.compareTo(refusedUntil) > 0 ? notBefore : refusedUntil;
  }

  @Nullable Operation operation() {
    return operation;
  }

  void operation(@Nullable Operation read) {
    operation = read == null ? operation : read;
  }
}
