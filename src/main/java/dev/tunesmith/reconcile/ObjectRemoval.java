package dev.tunesmith.reconcile;

import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.ObjectStore;
import dev.tunesmith.vertex.ObjectStore.StoredObject;
import dev.tunesmith.vertex.StorageFolder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of the objects below the folder of one job. A job's objects are those
 * whose content was written between its creation and its end, by the service's times alone and
 * without any tolerance: another object is left, which a person can still delete. The folder is
 * listed again until nothing of the job is found in it.
 */
final class ObjectRemoval {
  /** In one go, after one write of the status. */
  private static final int MOST_DELETES = 50;

  private static final int MOST_NAMES = 3;

  private final Deque<StoredObject> due = new ArrayDeque<>();
  private final Map<String, String> kept = new LinkedHashMap<>();
  private @Nullable String page;
  private boolean listed;
  private boolean changed;
  private int deleted;
  private int others;

  /** What came of a step. */
  sealed interface Step {}

  /** There is more to do. */
  record GoesOn() implements Step {}

  /** The bucket does not exist. */
  record Missing() implements Step {}

  /** A call failed, and is made again later. */
  record Failed(Failure failure) implements Step {}

  /**
   * No object of the job is there, but for those that are kept.
   *
   * @param deleted how many objects this process deleted
   * @param left what stays, a clause; null for nothing
   */
  record Ended(int deleted, @Nullable String left) implements Step {}

  /** Whether objects are known that are to be deleted. */
  boolean isDue() {
    return !due.isEmpty();
  }

  /** How many objects this process deleted. */
  int deleted() {
    return deleted;
  }

  /**
   * Reads the next page.
   *
   * @param job with its begin and end
   * @param ours all jobs of the resource: what another one wrote is not left, that one's removal
   *     deletes it
   */
  Step list(
      ObjectStore store, StorageFolder folder, JobSnapshot job, Collection<JobSnapshot> ours) {
    if (listed && !changed) {
      return new Ended(deleted, left(job));
    }
    if (listed) {
      page = null;
      listed = false;
      changed = false;
      others = 0;
    }
    switch (store.list(folder, page)) {
      case ObjectStore.Absent absent -> {
        return new Missing();
      }
      case ObjectStore.Failed failed -> {
        return new Failed(failed.failure());
      }
      case ObjectStore.Page found -> {
        for (StoredObject object : found.objects()) {
          if (isOf(object, job)) {
            if (!kept.containsKey(object.name())) {
              due.add(object);
            }
          } else if (ours.stream().noneMatch(other -> isOf(object, other))) {
            others++;
          }
        }
        page = found.nextPageToken();
        listed = page == null;
        return new GoesOn();
      }
    }
  }

  private static boolean isOf(StoredObject object, JobSnapshot job) {
    Instant begin = job.createTime();
    Instant end = job.endTime();
    return begin != null
        && end != null
        && !object.created().isBefore(begin)
        && !object.created().isAfter(end);
  }

  /** So many objects, in words. */
  static String count(int objects) {
    return objects == 1 ? "1 object" : objects + " objects";
  }

  /**
   * Deletes some of those that are due.
   *
   * @param inTime whether another call may be sent
   */
  Step delete(ObjectStore store, StorageFolder folder, BooleanSupplier inTime) {
    for (int calls = 0; calls < MOST_DELETES && isDue() && inTime.getAsBoolean(); calls++) {
      StoredObject object = due.getFirst();
      switch (store.delete(folder.bucket(), object)) {
        case ObjectStore.Deleted gone -> {
          deleted++;
          changed = true;
        }
        case ObjectStore.Absent absent -> changed = true;
        case ObjectStore.Kept stays -> kept.put(object.name(), stays.why());
        case ObjectStore.Failed failed -> {
          return new Failed(failed.failure());
        }
      }
      due.removeFirst();
    }
    return new GoesOn();
  }

  private @Nullable String left(JobSnapshot job) {
    String words =
        kept.entrySet().stream()
            .limit(MOST_NAMES)
            .map(object -> object.getKey() + ": " + object.getValue())
            .collect(Collectors.joining("; "));
    int more = kept.size() - MOST_NAMES;
    String named = more > 0 ? words + "; and " + more + " more" : words;
    String outside =
        others == 0
            ? ""
            : "%s created before %s or after %s, when the job ran"
                .formatted(count(others), job.createTime(), job.endTime());
    return named.isEmpty() && outside.isEmpty()
        ? null
        : named + (named.isEmpty() || outside.isEmpty() ? "" : "; ") + outside;
  }
}
