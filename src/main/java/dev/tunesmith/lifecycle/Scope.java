package dev.tunesmith.lifecycle;

/**
 * Where tuning jobs live: one project and one location. Listings, quotas and look-ups are per
 * scope.
 *
 * @param projectId the Google Cloud project, as the user or the operator's default names it
 * @param location the region, such as {@code us-central1}
 */
public record Scope(String projectId, String location) implements Comparable<Scope> {

  /** Rejects blank parts: a scope is made from validated input only. */
  public Scope {
    if (projectId.isBlank() || location.isBlank()) {
      throw new IllegalArgumentException("a scope needs a project and a location");
    }
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
