package dev.tunesmith.vertex.grpc;

import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.JobRequest;
import java.util.Map;

/** The smallest thing to ask for, for tests that are about something else. */
final class Requests {
  static final Scope SCOPE = new Scope("my-project", "us-central1");
  static final Map<String, String> OWNER =
      Map.of(
          JobLabels.RESOURCE, "v1-0123456789abcdef0123456789abcdef",
          JobLabels.ATTEMPT, "1",
          JobLabels.RUN, "s-1");

  private Requests() {}

  static JobRequest minimal() {
    return Jobs.request();
  }
}
