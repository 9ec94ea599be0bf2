package dev.tunesmith.kind.tuningjob;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.JobSnapshot;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes snapshots, for tests: from {@code tuningJobs.get} in its REST spelling, or by parts. */
final class Snapshots {
  static final String NAME = "projects/646700000009/locations/us-central1/tuningJobs/12345";
  static final String MODEL = "projects/646700000009/locations/us-central1/models/77@1";
  static final String ENDPOINT = "projects/646700000009/locations/us-central1/endpoints/88";
  static final Instant CREATED = Instant.parse("2026-01-01T10:00:00.123456Z");

  private Snapshots() {}

  static JobSnapshot of(ObjectNode rest, Map<String, String> labels) {
    ObjectNode body = rest.deepCopy();
    if (!body.has("name")) {
      body.put("name", NAME);
    }
    labels.forEach(body.putObject("labels")::put);
    return Jobs.snapshot(body);
  }

  static JobSnapshot in(String state) {
    return with(state, null);
  }

  static JobSnapshot with(String state, @Nullable Instant updated) {
    return with(state, updated, "{}");
  }

  /** A job in a state that shows these fields, too. */
  static JobSnapshot with(String state, @Nullable Instant updated, String fields) {
    ObjectNode body =
        Jobs.object(fields)
            .put("name", NAME)
            .put("state", state)
            .put("createTime", CREATED.toString());
    if (updated != null) {
      body.put("updateTime", updated.toString());
    }
    Reports.labels("1", 1).forEach(body.putObject("labels")::put);
    return Jobs.snapshot(body);
  }

  static JobSnapshot succeeded() {
    return with(
        "JOB_STATE_SUCCEEDED",
        null,
        """
        {"tunedModel": {"model": "%s", "endpoint": "%s"}}
        """
            .formatted(MODEL, ENDPOINT));
  }
}
