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
}
