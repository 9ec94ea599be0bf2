package dev.tunesmith.gemini;

/**
 * The state of a tuned model, an open enumeration: one that we do not know is shown as it is and
 * followed on.
 *
 * @see <a href="https://ai.google.dev/api/tuning#State">State</a>
 */
public sealed interface ModelState {

  /** The name as the service spells it, such as {@code CREATING}. */
  String raw();

  /** Whether nothing more will happen to the model; one in an unknown state is followed on. */
  boolean ended();

  /** The known state of that name, or {@link Unrecognized}. */
  static ModelState of(String raw) {
    for (Known known : Known.values()) {
      if (known.name().equals(raw)) {
        return known;
      }
    }
    return new Unrecognized(raw);
  }

  /** The states of the reference. */
  enum Known implements ModelState {
    /** The service gave no state. */
    STATE_UNSPECIFIED,
    /** Being tuned. */
    CREATING,
    /** Ready to be used. */
    ACTIVE,
    /** Not created, because of an error. */
    FAILED;

    @Override
    public String raw() {
      return name();
    }

    @Override
    public boolean ended() {
      return switch (this) {
        case ACTIVE, FAILED -> true;
        case STATE_UNSPECIFIED, CREATING -> false;
      };
    }
  }

  /** A state that this version does not know. */
  record Unrecognized(String raw) implements ModelState {
    @Override
    public boolean ended() {
      return false;
    }
  }
}
