package dev.tunesmith.vertex.grpc;

import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.OwnerLabels;
import dev.tunesmith.lifecycle.Scope;
import java.util.Map;

/** The smallest thing to ask for, for tests that are about something else. */
final class Requests {
  static final Scope SCOPE = new Scope("my-project", "us-central1");
  static final Map<String, String> OWNER =
      Map.of(
          OwnerLabels.MARKER, "v1-0123456789abcdef0123456789abcdef",
          OwnerLabels.ATTEMPT, "1",
          OwnerLabels.SUBMISSION, "s-1");

  private Requests() {}

  static JobRequest minimal() {
    return new JobRequest(
        new JobRequest.BaseModel("gemini-2.5-flash"),
        new JobRequest.SupervisedTuning("gs://bucket/train.jsonl", null, null, null),
        null,
        null,
        Map.of(),
        null,
        null,
        "{}");
  }
}
