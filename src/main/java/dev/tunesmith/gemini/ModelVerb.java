package dev.tunesmith.gemini;

import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.ServiceCall;
import java.util.Locale;

/** The calls of {@link TunedModels}, as metrics, logs and tests name them. */
public enum ModelVerb implements ServiceCall {
  /** {@link TunedModels#create}. */
  CREATE,
  /** {@link TunedModels#get}. */
  GET,
  /** {@link TunedModels#list}. */
  LIST,
  /** {@link TunedModels#patch}. */
  PATCH,
  /** {@link TunedModels#delete}. */
  DELETE,
  /** {@link TunedModels#operation}. */
  OPERATION,
  /** {@link TunedModels#operations}. */
  OPERATIONS,
  /** {@link TunedModels#generate}. */
  GENERATE,
  /** {@link TunedModels#stream}. */
  STREAM;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean creates() {
    return this == CREATE;
  }

  @Override
  public Failure.Kind onNotFound() {
    return this == CREATE ? Failure.Kind.NOT_FOUND : Failure.Kind.REQUEST_REJECTED;
  }

  @Override
  public String notFoundWords() {
    return "the base model or the tuned model to start from does not exist, cannot be tuned, or the"
        + " credentials may not see it; the Gemini API answered: ";
  }
}
