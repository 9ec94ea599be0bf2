package dev.tunesmith.kind;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Size;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the service answered into the records of {@code status}. The record is the allow-list,
 * its {@code @Size} annotations are the bounds: longer text is shortened, further elements are left
 * out. A value of another type than the record's is left out too, and so is an object that says
 * nothing; nothing that the service may answer makes a status that the schema refuses.
 */
public final class BoundedRecords {
  private BoundedRecords() {}

  /** Reflection costs more than the rest of the reading: it happens once per type. */
  private static final ClassValue<Fields> FIELDS =
      new ClassValue<>() {
        @Override
        protected Fields computeValue(Class<?> type) {
          return Fields.of(type);
        }
      };

  /** Reads an object; anything else reads as an object without fields. */
  public static <R extends Record> R read(JsonNode object, Class<R> type) {
    Fields fields = FIELDS.get(type);
    @Nullable Object[] values = new @Nullable Object[fields.all().size()];
    for (int i = 0; i < values.length; i++) {
      Field field = fields.all().get(i);
      JsonNode value = object.path(field.name());
      AnnotatedType content = field.content();
      values[i] =
          content == null
              ? value(value, field.type(), field.bound())
              : field.type() == Map.class
                  ? texts(value, length(content), field.bound())
                  : elements(value, content, field.bound());
    }
    try {
      return type.cast(fields.constructor().newInstance(values));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
    }
  }

  /**
   * @param content the type of a list's elements or a map's values, with its own bound; null where
   *     the component is neither
   */
  private record Field(String name, Class<?> type, int bound, @Nullable AnnotatedType content) {
    static Field of(RecordComponent component) {
      @Nullable AnnotatedType content = null;
      if (component.getAnnotatedType() instanceof AnnotatedParameterizedType many) {
        AnnotatedType[] arguments = many.getAnnotatedActualTypeArguments();
        content = arguments[arguments.length - 1];
      }
      return new Field(
          component.getName(), component.getType(), length(component.getAccessor()), content);
    }
  }

  private record Fields(List<Field> all, Constructor<?> constructor) {
    static Fields of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      try {
        return new Fields(
            Arrays.stream(components).map(Field::of).toList(),
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new)));
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("no record: " + type.getSimpleName(), e);
      }
    }
  }

  private static @Nullable Object value(JsonNode value, Class<?> type, int bound) {
    if (type.isRecord()) {
      return object(value, type.asSubclass(Record.class));
    }
    if (!value.isValueNode() || value.isNull()) {
      return null;
    }
    String text = value.asText();
    if (type == String.class) {
      return text.isEmpty() ? null : Truncation.required(text, bound);
    }
    if (type == Boolean.class) {
      return value.isBoolean() ? value.booleanValue() : null;
    }
    return number(text, type);
  }

  private static <R extends Record> @Nullable R object(JsonNode value, Class<R> type) {
    if (!value.isObject()) {
      return null;
    }
    R record = read(value, type);
    return record.equals(read(value.path(""), type)) ? null : record;
  }

  private static List<Object> elements(JsonNode values, AnnotatedType type, int bound) {
    List<Object> elements = new ArrayList<>();
    int length = length(type);
    if (values.isArray() && type.getType() instanceof Class<?> of) {
      for (JsonNode value : values) {
        Object element = value(value, of, length);
        if (element != null && elements.size() < bound) {
          elements.add(element);
        }
      }
    }
    return elements;
  }

  private static Map<String, String> texts(JsonNode object, int length, int bound) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().stream()
        .filter(field -> field.getValue().isTextual())
        .limit(bound)
        .forEach(
            field ->
                texts.put(
                    field.getKey(), Truncation.required(field.getValue().textValue(), length)));
    return texts;
  }

  private static int length(AnnotatedElement type) {
    Size size = type.getAnnotation(Size.class);
    return size == null ? Integer.MAX_VALUE : (int) size.max();
  }

  /** Proto3's JSON has an int64 as a string; a double may be one too, such as {@code "NaN"}. */
  private static @Nullable Number number(String text, Class<?> type) {
    try {
      if (type == Double.class) {
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? number : null;
      }
      if (type == Long.class) {
        return Long.valueOf(text);
      }
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
