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
 * All jobs and their artefacts, found by name and by location. Jobs are only ever added, so a
 * position in a listing is a position in a list: a page costs what it shows, however many jobs
 * there are. Safe for use by many threads; its lock is held for a short time only.
 */
final class JobStore {
  private final List<StoredJob> all = new ArrayList<>();
  private final Map<ProjectLocation, List<StoredJob>> byScope = new HashMap<>();
  private final Map<ProjectLocation, List<StoredJob>> byOutputScope = new HashMap<>();
  private final Map<String, StoredJob> byName = new HashMap<>();
  private final Map<String, StoredModel> byModel = new HashMap<>();
  private final Map<String, Deployed> byEndpoint = new HashMap<>();

  /**
   * An endpoint.
   *
   * @param job whose model it serves
   * @param index of the endpoint among those of the job
   */
  record Deployed(StoredJob job, int index) {
    Artifacts.Endpoint endpoint() {
      return job.artifacts().endpoints().get(index);
    }

    String id() {
      return job.outputs().endpointIds().get(index);
    }

    void change(Artifacts.Endpoint changed) {
      job.follow(job.artifacts().with(index, changed));
    }
  }

  /**
   * Adds a job that is built under the lock, so that the jobs before it cannot change meanwhile.
   *
   * @param build is given the job's number, 1 for the first
   */
  synchronized StoredJob add(LongFunction<StoredJob> build) {
    StoredJob job = build.apply(all.size() + 1L);
    all.add(job);
    byScope.computeIfAbsent(job.scope(), scope -> new ArrayList<>()).add(job);
    byOutputScope.computeIfAbsent(job.outputs().scope(), scope -> new ArrayList<>()).add(job);
    byName.put(job.name(), job);
    byModel.computeIfAbsent(job.modelName(), StoredModel::new).add(job);
    for (int index = 0; index < job.outputs().endpointIds().size(); index++) {
      byEndpoint.put(job.endpointName(index), new Deployed(job, index));
    }
    return job;
  }

  /** By its canonical name. */
  synchronized Optional<StoredJob> job(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The model of a canonical name; one that no job makes has no versions. */
  synchronized StoredModel model(String name) {
    @Nullable StoredModel model = byModel.get(name);
    return model == null ? new StoredModel(name) : model;
  }

  /** By its canonical name, if it is there now. */
  synchronized Optional<Deployed> endpoint(String name, Instant now) {
    @Nullable Deployed deployed = byEndpoint.get(name);
    return deployed != null && deployed.job().hasEndpoint(deployed.index(), now)
        ? Optional.of(deployed)
        : Optional.empty();
  }

  /** The jobs that contribute to a collection in a location. */
  Pager.Source<StoredJob> listing(ProjectLocation scope, String collection) {
    return new Pager.Source<>() {
      @Override
      public String name() {
        return scope.name() + "/" + collection;
      }

      @Override
      public int size() {
        synchronized (JobStore.this) {
          return jobs(scope, collection).size();
        }
      }

      @Override
      public List<StoredJob> before(int position, int count) {
        synchronized (JobStore.this) {
          return slice(jobs(scope, collection), position, count);
        }
      }
    };
  }

  private List<StoredJob> jobs(ProjectLocation scope, String collection) {
    return (collection.equals(ResourceName.JOBS) ? byScope : byOutputScope)
        .getOrDefault(scope, List.of());
  }

  /** Every job, newest first; a copy. */
  synchronized List<StoredJob> all() {
    return slice(all, all.size(), all.size());
  }

  /** Changes a job, its artefacts or a model under the lock. */
  synchronized void change(Runnable change) {
    change.run();
  }

  private static List<StoredJob> slice(List<StoredJob> jobs, int position, int count) {
    int to = Math.min(position, jobs.size());
    return List.copyOf(jobs.subList(Math.max(0, to - count), to).reversed());
  }
}
