package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The outcome of a request; each protocol knows how it looks on its wire. */
sealed interface Reply {

  /** The code that the caller sees, or concludes. */
  CanonicalCode code();

  /**
   * Success.
   *
   * @param body in the REST spelling
   */
  record Answer(ObjectNode body) implements Reply {
    @Override
    public CanonicalCode code() {
      return CanonicalCode.OK;
    }
  }

  /**
   * An error.
   *
   * @param error as the service reports it
   */
  record Refusal(ApiError error) implements Reply {
    @Override
    public CanonicalCode code() {
      return error.code();
    }
  }

  /** The connection ends without an answer. */
  record Dropped() implements Reply {
    @Override
    public CanonicalCode code() {
      return CanonicalCode.UNAVAILABLE;
    }
  }

  /**
   * The answer of something between the client and the service, such as a proxy.
   *
   * @param status the HTTP status
   */
  record Foreign(int status, String contentType, String body) implements Reply {
    @Override
    public CanonicalCode code() {
      return CanonicalCode.UNKNOWN;
    }
  }

  /**
   * An answer of which only the first bytes arrive before the connection ends.
   *
   * @param body the whole answer, in the REST spelling
   * @param bytes how many bytes of it arrive, at most
   */
  record Truncated(ObjectNode body, int bytes) implements Reply {
    @Override
    public CanonicalCode code() {
      return CanonicalCode.UNAVAILABLE;
    }
  }

  /** No answer ever comes. */
  record Silence() implements Reply {
    @Override
    public CanonicalCode code() {
      return CanonicalCode.DEADLINE_EXCEEDED;
    }
  }
}
