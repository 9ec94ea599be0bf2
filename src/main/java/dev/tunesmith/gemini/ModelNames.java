package dev.tunesmith.gemini;

import java.util.regex.Pattern;

/** The names of tuned models and their operations. */
public final class ModelNames {
  private static final String COLLECTION = "tunedModels/";
  private static final Pattern MODEL = Pattern.compile(COLLECTION + "[^/]+");
  private static final Pattern OPERATION = Pattern.compile(MODEL + "/operations/[^/]+");

  /**
   * Of the reference of {@code tunedModels.create}; the service makes another one of an empty id.
   */
  private static final Pattern ID = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");

  private ModelNames() {}

  static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** Whether it is a tuned model's name, such as {@code tunedModels/my-model}. */
  public static boolean isModel(String name) {
    return MODEL.matcher(name).matches();
  }

  static boolean isOperation(String name) {
    return OPERATION.matcher(name).matches();
  }

  /** The last part of a model's name. */
  static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The model in an operation's name. */
  static String modelOf(String operation) {
    return operation.substring(0, operation.indexOf("/operations/"));
  }
}
