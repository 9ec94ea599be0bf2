package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A client of the emulator, the same for every protocol, so that one test can hold for all. */
interface Wire extends AutoCloseable {
  /** How long a client waits; only for calls that are expected to be answered in no time. */
  Duration PATIENCE = Duration.ofSeconds(10);

  Result create(String parent, ObjectNode job, Duration patience);

  Result get(String name, Duration patience);

  Result list(String parent, int pageSize, String pageToken, String filter);

  Result cancel(String name);

  @Override
  void close();

  default Result create(String parent, ObjectNode job) {
    return create(parent, job, PATIENCE);
  }

  default Result get(String name) {
    return get(name, PATIENCE);
  }

  default Result list(String parent) {
    return list(parent, 0, "", "");
  }

  /** Whether two values say the same; 1 and 1.0 do. */
  static boolean same(JsonNode one, JsonNode other) {
    return one.equals(
        (a, b) ->
            a.equals(b)
                    || (a.isNumber()
                        && b.isNumber()
                        && a.decimalValue().compareTo(b.decimalValue()) == 0)
                ? 0
                : 1,
        other);
  }

  /**
   * What a client saw.
   *
   * @param code the canonical code; a connection that ended is UNAVAILABLE, no answer in time
   *     DEADLINE_EXCEEDED
   * @param message of the error; empty when there is none
   * @param body the answer in JSON; the error's details under {@code details}
   */
  record Result(CanonicalCode code, String message, ObjectNode body) {

    String name() {
      return body.path("name").asText();
    }

    String state() {
      return body.path("state").asText();
    }

    List<String> names() {
      return StreamSupport.stream(body.path("tuningJobs").spliterator(), false)
          .map(job -> job.path("name").asText())
          .toList();
    }

    String nextPageToken() {
      return body.path("nextPageToken").asText();
    }

    /** The fields named by the BadRequest among the details. */
    List<String> badFields() {
      return StreamSupport.stream(body.path("details").spliterator(), false)
          .map(detail -> detail.path("fieldViolations"))
          .flatMap(violations -> StreamSupport.stream(violations.spliterator(), false))
          .map((JsonNode violation) -> violation.path("field").asText())
          .toList();
    }
  }
}
