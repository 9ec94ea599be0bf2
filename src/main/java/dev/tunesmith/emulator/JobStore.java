package dev.tunesmith.emulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All jobs, and what they leave behind, found by id and by place. Jobs are only ever added, so a
 * place in a listing is a position in a list: pages cost what they show, however many jobs there
 * are. Safe for use by many threads; what is done under its lock is short.
 */
final class JobStore {
  private final List<StoredJob> all = new ArrayList<>();
  private final Map<ProjectLocation, List<StoredJob>> byScope = new HashMap<>();
  private final Map<String, StoredJob> byName = new HashMap<>();
  private final Map<String, List<StoredJob>> byModel = new HashMap<>();
  private final Map<String, Deployed> byEndpoint = new HashMap<>();

  /**
   * An endpoint.
   *
   * @param job whose model it serves
   * @param index of the endpoint among those of the job
   */
  record Deployed(StoredJob job, int index) {}

  /**
   * Adds a job that is built under the lock, so that what it is built on cannot change meanwhile.
   *
   * @param build is given the job's number, 1 for the first
   */
  synchronized StoredJob add(LongFunction<StoredJob> build) {
    StoredJob job = build.apply(all.size() + 1L);
    all.add(job);
    byScope.computeIfAbsent(job.scope(), scope -> new ArrayList<>()).add(job);
    byName.put(job.name(), job);
    byModel.computeIfAbsent(job.modelName(), name -> new ArrayList<>()).add(job);
    for (int index = 0; index < job.outputs().endpointIds().size(); index++) {
      byEndpoint.put(job.endpointName(index), new Deployed(job, index));
    }
    return job;
  }

  /** By its canonical name. */
  synchronized Optional<StoredJob> job(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Those that make, made or failed to make a version of a model, oldest first; a copy. */
  synchronized List<StoredJob> versions(String modelName) {
    return List.copyOf(byModel.getOrDefault(modelName, List.of()));
  }

  /** By its canonical name, if it is there now. */
  synchronized Optional<Deployed> endpoint(String name, Instant now) {
    @Nullable Deployed deployed = byEndpoint.get(name);
    return deployed != null && deployed.job().phase(now).endpoint()
        ? Optional.of(deployed)
        : Optional.empty();
  }

  /** How many jobs there are in a place: the position of the next one. */
  synchronized int size(ProjectLocation scope) {
    return byScope.getOrDefault(scope, List.of()).size();
  }

  /** Up to {@code count} jobs before a position, newest first; a copy. */
  synchronized List<StoredJob> before(ProjectLocation scope, int position, int count) {
    return slice(byScope.getOrDefault(scope, List.of()), position, count);
  }

  /** Every job, newest first; a copy. */
  synchronized List<StoredJob> all() {
    return slice(all, all.size(), all.size());
  }

  /** Changes a timeline while nobody else does. */
  synchronized void change(Runnable change) {
    change.run();
  }

  private static List<StoredJob> slice(List<StoredJob> jobs, int position, int count) {
    int to = Math.min(position, jobs.size());
    return List.copyOf(jobs.subList(Math.max(0, to - count), to).reversed());
  }
}
