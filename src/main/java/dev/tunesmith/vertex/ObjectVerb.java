package dev.tunesmith.vertex;

/** The calls of {@link ObjectStore}, as metrics, logs and tests name them. */
public enum ObjectVerb implements ServiceCall {
  /** {@link ObjectStore#list}. */
  LIST("listObjects"),
  /** {@link ObjectStore#delete}. */
  DELETE("deleteObject");

  private final String label;

  ObjectVerb(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** None of them costs money. */
  @Override
  public boolean creates() {
    return false;
  }

  @Override
  public Failure.Kind onNotFound() {
    return Failure.Kind.REQUEST_REJECTED;
  }

  @Override
  public String notFoundWords() {
    return "";
  }
}
