package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.vertex.JobSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of the removal of what one job made. All of it may be lost with the
 * process: the next one reads again what is there.
 */
final class Removal {
  /** How long the service may take for what it accepted before it is requested again. */
  private static final Duration CHANGE_AGAIN = Duration.ofMinutes(1);

  private final Tries tries = new Tries();
  private final Map<String, Accepted> accepted = new HashMap<>();
  private final Map<String, String> failures = new HashMap<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private final Map<String, String> gone = new TreeMap<>();
  private final Map<String, String> left = new LinkedHashMap<>();
  private boolean over;
  private @Nullable JobSnapshot job;
  private List<String> targets = List.of();
  private @Nullable Duration began;
  private @Nullable String note;
  private @Nullable ObjectRemoval objects;

  private record Accepted(String change, Duration at) {}

  /** The job as it was read at the begin; null before. */
  @Nullable JobSnapshot job() {
    return job;
  }

  /**
   * The job was read.
   *
   * @param removed what of it is to be removed, in this order
   */
  void read(JobSnapshot found, List<String> removed) {
    job = found;
    targets = List.copyOf(removed);
  }

  /** What is to be removed, in its order; empty before the job was read. */
  List<String> targets() {
    return targets;
  }

  /** The job is to be read again: it did not say enough. */
  void readAgain() {
    job = null;
  }

  /** What is known of the objects in the job's folder. */
  ObjectRemoval objects() {
    ObjectRemoval begun = objects == null ? new ObjectRemoval() : objects;
    objects = begun;
    return begun;
  }

  /** What the status says of it while it goes on. */
  void note(String words) {
    note = words;
  }

  /** The last note; null before the first, and when it is over. */
  @Nullable String note() {
    return over ? null : note;
  }

  /** Why the last call about an artefact failed. */
  void failed(String artifact, String words) {
    failures.put(artifact, words);
  }

  Optional<String> failure(String artifact) {
    return Optional.ofNullable(failures.get(artifact));
  }

  /** How long it has been going on. */
  Duration age(Duration now) {
    Duration first = began == null ? now : began;
    began = first;
    return now.minus(first);
  }

  /** Nothing is left to do. */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /**
   * The service says that it is not there, or accepted its removal.
   *
   * @return whether that is the second time: one answer alone proves nothing
   */
  boolean missing(String artifact) {
    return !missing.add(artifact);
  }

  void gone(String artifact) {
    gone(artifact, artifact);
  }

  /**
   * It is gone, as far as it was the job's.
   *
   * @param words what of it
   */
  void gone(String artifact, String words) {
    gone.put(artifact, words);
  }

  /** What is gone, in a stable order. */
  Set<String> gone() {
    return gone.keySet();
  }

  /** The same in words. */
  Collection<String> goneWords() {
    return gone.values();
  }

  /**
   * It stays.
   *
   * @param why a clause for its name
   */
  void leave(String artifact, String why) {
    left.put(artifact, why);
  }

  boolean isLeft(String artifact) {
    return left.containsKey(artifact);
  }

  /** What stays, each with the reason. */
  List<String> left() {
    return left.entrySet().stream().map(e -> e.getKey() + " (" + e.getValue() + ")").toList();
  }

  /** Whether it is not known that it is gone, or stays. */
  boolean isOpen(String artifact) {
    return !gone.containsKey(artifact) && !left.containsKey(artifact);
  }

  /** What may be there at the deletion's deadline. */
  List<String> remaining(JobName name) {
    JobSnapshot read = job;
    if (over) {
      return List.of();
    }
    if (read == null) {
      return List.of("what " + name + " made");
    }
    List<String> remaining = new ArrayList<>(left());
    targets.stream().filter(this::isOpen).forEach(remaining::add);
    return remaining;
  }

  /** The service accepted a change, which it makes some time later. */
  void accepted(String artifact, String change, Duration now) {
    accepted.put(artifact, new Accepted(change, now));
  }

  /** Whether a change was accepted lately, so that it is not requested again yet. */
  boolean isUnderWay(String artifact, String change, Duration now) {
    Accepted last = accepted.get(artifact);
    return last != null
        && last.change().equals(change)
        && now.minus(last.at()).compareTo(CHANGE_AGAIN) < 0;
  }

  /** The calls, by artefact, and by the job's name for those that read it. */
  Tries tries() {
    return tries;
  }
}
