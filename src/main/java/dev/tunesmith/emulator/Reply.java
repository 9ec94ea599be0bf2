package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What becomes of a request; the protocols know how each looks on their wire. */
sealed interface Reply {

  /** The code that the caller sees, or will take it for. */
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
   * @param error as the service tells it
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

  /** Nothing ever comes. */
  record Silence() implements Reply {
    @Override
    public CanonicalCode code() {
      return CanonicalCode.DEADLINE_EXCEEDED;
    }
  }
}
