package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.kind.ApiRecords;
import io.fabric8.generator.annotation.Required;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the CRD's schema would refuse in a part of a request and what would leave nothing to send:
 * the quickstart's mock server has no schema. The records' own annotations say what is required.
 */
final class RequestErrors {
  private final List<String> errors = new ArrayList<>();

  private RequestErrors() {}

  /** One sentence for each error. */
  static List<String> of(String path, Record object) {
    RequestErrors found = new RequestErrors();
    found.within(path, object);
    return found.errors;
  }

  private void within(String path, Record object) {
    Map<String, @Nullable Object> fields = ApiRecords.fields(object);
    for (RecordComponent component : ApiRecords.components(object.getClass())) {
      String at = path + "." + component.getName();
      Object value = fields.get(component.getName());
      boolean empty = value == null || (value instanceof Collection<?> list && list.isEmpty());
      if (empty && component.getAccessor().isAnnotationPresent(Required.class)) {
        errors.add(at + " must be set");
      }
      value(at, value);
    }
  }

  private void value(String path, @Nullable Object value) {
    switch (value) {
      case Record object -> within(path, object);
      case List<?> elements -> {
        for (int i = 0; i < elements.size(); i++) {
          value(path + "[" + i + "]", elements.get(i));
        }
      }
      // Without a schema 1e999 reads as infinity: it would be sent, and be in no digest.
      case Double number when !Double.isFinite(number) ->
          errors.add(path + " must be a number that can be written down");
      case null, default -> {}
    }
  }
}
