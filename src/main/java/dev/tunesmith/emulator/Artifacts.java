package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the model version and the endpoints of a job since it made them.
 *
 * @param version what was changed of the version
 * @param deleted whether the version was deleted
 * @param endpoints in their order
 */
record Artifacts(Edited version, boolean deleted, List<Endpoint> endpoints) {

  Artifacts {
    endpoints = List.copyOf(endpoints);
  }

  /** As the job made them. */
  static Artifacts made(int endpoints) {
    return new Artifacts(
        Edited.NEVER,
        false,
        Collections.nCopies(endpoints, new Endpoint(Edited.NEVER, null, false)));
  }

  Artifacts with(Edited edited) {
    return new Artifacts(edited, deleted, endpoints);
  }

  Artifacts with(int index, Endpoint endpoint) {
    List<Endpoint> changed = new ArrayList<>(endpoints);
    changed.set(index, endpoint);
    return new Artifacts(version, deleted, changed);
  }

  Artifacts withoutVersion() {
    return new Artifacts(version, true, endpoints);
  }

  /**
   * Fields that were changed.
   *
   * @param fields the changed ones alone; not to be changed again
   * @param at when they last were; null when never
   */
  record Edited(ObjectNode fields, @Nullable Instant at) {
    static final Edited NEVER = new Edited(Json.object(), null);

    /** With the fields of a mask set or, where the values have none, removed. */
    Edited with(List<String> mask, ObjectNode values, Instant now) {
      ObjectNode changed = fields.deepCopy();
      for (String field : mask) {
        changed.set(field, values.has(field) ? values.path(field).deepCopy() : null);
      }
      return new Edited(changed, now);
    }

    /** Shows the changes in a view of what was changed. */
    void apply(ObjectNode view, String updateTime) {
      fields
          .properties()
          .forEach(
              field -> {
                if (field.getValue().isNull()) {
                  view.remove(field.getKey());
                } else {
                  view.set(field.getKey(), field.getValue().deepCopy());
                }
              });
      if (at != null) {
        view.put(updateTime, Json.timestamp(at));
      }
    }
  }

  /**
   * An endpoint.
   *
   * @param edited what was changed of it
   * @param undeployment null while its model is deployed
   * @param deleted whether it was deleted
   */
  record Endpoint(Edited edited, @Nullable Undeployment undeployment, boolean deleted) {

    boolean isDeployed(Instant now) {
      return undeployment == null || now.isBefore(undeployment.over());
    }

    /** Whether the model still counts as deployed there. */
    boolean isKnownToModel(Instant now) {
      return undeployment == null || now.isBefore(undeployment.known());
    }
  }

  /**
   * The end of a deployment.
   *
   * @param over when the endpoint has no model any more
   * @param known when the model's own view follows: a delete of the model is refused until then
   */
  record Undeployment(Instant over, Instant known) {}
}
