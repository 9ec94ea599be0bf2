package dev.tunesmith.lifecycle;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where tuning jobs live: one project and one location. Listings, quotas and look-ups are per
 * scope.
 *
 * @param projectId the Google Cloud project, as the user or the operator's default names it
 * @param location the region, such as {@code us-central1}, or {@code global}
 */
public record Scope(String projectId, String location) implements Comparable<Scope> {

  /** Rejects blank parts: a scope is made from validated input only. */
  public Scope {
    if (projectId.isBlank() || location.isBlank()) {
      throw new IllegalArgumentException("a scope needs a project and a location");
    }
  }

  /** The location whose jobs run in a region that the service chooses. */
  private static final String GLOBAL = "global";

  /** The regions of open models as documented in November 2026, and so of {@code global}. */
  private static final List<String> OPEN_MODEL_REGIONS =
      List.of("us-central1", "europe-west4", "us-west1", "us-east5", "asia-southeast1");

  /**
   * Where a job that is created in this scope may be listed: this scope, and for {@code global} the
   * regions as well. That a listing of {@code global} shows such a job is not documented.
   */
  public Stream<Scope> jobsIn() {
    return jobsIn(location).map(place -> new Scope(projectId, place));
  }

  /** The locations in which a job that is created in a location may be listed. */
  public static Stream<String> jobsIn(String location) {
    return location.equals(GLOBAL)
        ? Stream.concat(Stream.of(GLOBAL), OPEN_MODEL_REGIONS.stream())
        : Stream.of(location);
  }

  /**
   * The parent of the scope's jobs ({@code tuningJobs.create}, parameter {@code parent}).
   *
   * @return {@code projects/{project}/locations/{location}}
   */
  public String parent() {
    return "projects/" + projectId + "/locations/" + location;
  }

  @Override
  public int compareTo(Scope other) {
    return parent().compareTo(other.parent());
  }

  @Override
  public String toString() {
    return parent();
  }
}
