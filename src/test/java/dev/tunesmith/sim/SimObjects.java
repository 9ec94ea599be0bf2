package dev.tunesmith.sim;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.ObjectStore;
import dev.tunesmith.vertex.StorageFolder;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cloud Storage as the jobs of a {@link SimService} write to it, behind the port, with the same
 * contract suite as the REST adapter. Every bucket exists.
 */
public final class SimObjects implements ObjectStore {
  private static final int PAGE = 2;

  private final Supplier<List<JobSnapshot>> jobs;
  private final Map<String, Stored> stored = new TreeMap<>();
  private final Set<JobName> written = new HashSet<>();
  private final Set<String> held = new HashSet<>();
  private @Nullable Failure failure;
  private long generations;

  /** An object, and the job that wrote it; null for none. */
  private record Stored(StoredObject object, @Nullable JobName maker) {}

  SimObjects(Supplier<List<JobSnapshot>> jobs) {
    this.jobs = jobs;
  }

  /** Somebody else writes an object, perhaps again. */
  public void put(String bucket, String name, Instant created) {
    put(bucket, name, created, null);
  }

  private void put(String bucket, String name, Instant created, @Nullable JobName maker) {
    generations++;
    stored.put(
        bucket + "/" + name, new Stored(new StoredObject(name, generations, created), maker));
  }

  /** The bucket keeps an object. */
  public void hold(String bucket, String name) {
    held.add(bucket + "/" + name);
  }

  /** Makes all calls fail; null takes that back. */
  public void fail(@Nullable Failure all) {
    failure = all;
  }

  /** Every object: {@code BUCKET/NAME}. */
  Set<String> names() {
    write();
    return Set.copyOf(stored.keySet());
  }

  /** What is there that a job wrote. */
  List<String> of(JobName job) {
    write();
    return stored.entrySet().stream()
        .filter(each -> job.equals(each.getValue().maker()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Three objects of each job that succeeded, the oldest first; another one writes them again. */
  private void write() {
    for (JobSnapshot job : jobs.get().reversed()) {
      if (job.state() == JobState.Known.JOB_STATE_SUCCEEDED
          && job.folder().isPresent()
          && written.add(job.name())) {
        StorageFolder folder = job.folder().get();
        for (int i = 1; i <= 3; i++) {
          put(
              folder.bucket(),
              folder.prefix() + "part-" + i,
              Objects.requireNonNull(job.endTime()),
              job.name());
        }
      }
    }
  }

  @Override
  public ListReply list(StorageFolder folder, @Nullable String pageToken) {
    write();
    if (failure != null) {
      return new Failed(failure);
    }
    List<StoredObject> found =
        stored.entrySet().stream()
            .filter(each -> each.getKey().startsWith(folder.bucket() + "/" + folder.prefix()))
            .map(each -> each.getValue().object())
            .filter(object -> pageToken == null || object.name().compareTo(pageToken) > 0)
            .limit(PAGE + 1L)
            .toList();
    return found.size() > PAGE
        ? new Page(found.subList(0, PAGE), found.get(PAGE - 1).name())
        : new Page(found, null);
  }

  @Override
  public DeleteReply delete(String bucket, StoredObject object) {
    String key = bucket + "/" + object.name();
    Stored found = stored.get(key);
    if (failure != null) {
      return new Failed(failure);
    }
    if (found == null) {
      return new Absent();
    }
    if (found.object().generation() != object.generation()) {
      return new Kept("it was written again");
    }
    if (held.contains(key)) {
      return new Kept("a retention policy or a hold keeps it");
    }
    stored.remove(key);
    return new Deleted();
  }
}
