package dev.tunesmith.kind;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.tunesmith.api.v1alpha1.AnyFields;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of {@code api.v1alpha1}, read by reflection: one component each stands for one field
 * of the vendor's JSON, under the same name. So a new field is one component, and no code here.
 */
public final class ApiRecords {
  /** What reflection says of a class, which is asked for at every reconciliation. */
  private record Shape(List<RecordComponent> components, @Nullable RecordComponent unknownFields) {}

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          List<RecordComponent> components = new ArrayList<>();
          RecordComponent unknownFields = null;
          for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonAnyGetter.class)) {
              unknownFields = component;
            } else {
              components.add(component);
            }
          }
          return new Shape(List.copyOf(components), unknownFields);
        }
      };

  private ApiRecords() {}

  /** The fields of an object, without the component that holds unknown fields. */
  public static List<RecordComponent> components(Class<? extends Record> type) {
    return SHAPES.get(type).components();
  }

  /** The values of an object's fields by name. */
  public static Map<String, @Nullable Object> fields(Record record) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (isAnyFields(record)) {
      further(record).forEach((name, value) -> fields.put(String.valueOf(name), value));
    }
    for (RecordComponent component : components(record.getClass())) {
      fields.put(component.getName(), value(record, component));
    }
    return fields;
  }

  /** The fields that the user set and that the record does not have. */
  public static Map<?, ?> unknownFields(Record record) {
    return isAnyFields(record) ? Map.of() : further(record);
  }

  /** Whether any field is one of the record's. */
  static boolean isAnyFields(Record record) {
    return record.getClass().isAnnotationPresent(AnyFields.class);
  }

  private static Map<?, ?> further(Record record) {
    RecordComponent component = SHAPES.get(record.getClass()).unknownFields();
    return component != null && value(record, component) instanceof Map<?, ?> unknown
        ? unknown
        : Map.of();
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
