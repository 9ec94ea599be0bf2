package dev.tunesmith.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the generator leaves out, or makes twice: the order of the printer columns, number formats,
 * list types, the schema of a condition, the default of {@code status}; rules on a record's
 * component, which it finds on the field and on the accessor.
 */
final class CrdFinish {
  private CrdFinish() {}

  /** Completes a generated definition, in place. */
  static CustomResourceDefinition finish(CrdKind kind, CustomResourceDefinition crd) {
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      orderColumns(kind, version.getAdditionalPrinterColumns());
      finishRoot(kind, version.getSchema().getOpenAPIV3Schema());
    }
    return crd;
  }

  private static void orderColumns(CrdKind kind, List<CustomResourceColumnDefinition> columns) {
    List<String> order =
        Arrays.stream(kind.type().getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    columns.sort(Comparator.comparingInt(column -> order.indexOf(column.getName())));
    columns.stream()
        .filter(column -> Integer.valueOf(0).equals(column.getPriority()))
        .forEach(column -> column.setPriority(null));
  }

  private static void finishRoot(CrdKind kind, JSONSchemaProps root) {
    JSONSchemaProps spec = property(root, "spec");
    JSONSchemaProps status = property(root, "status");
    root.setDescription(kind.description());
    root.setRequired(List.of("spec"));
    spec.setDescription(kind.specDescription());
    status.setDescription(kind.statusDescription());
    // kstatus, and with it Flux and Helm, would call a resource done that nobody has seen yet.
    status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    dropRepeatedRules(root);
    finishRecord(kind.spec(), spec);
    finishRecord(kind.status(), status);
    finishConditions(property(status, "conditions"));
  }

  private static void finishRecord(Class<?> type, JSONSchemaProps schema) {
    dropRepeatedRules(schema);
    for (RecordComponent component : type.getRecordComponents()) {
      if (!component.getName().equals("unknownFields")) {
        finishValue(component.getGenericType(), property(schema, component.getName()));
      }
    }
  }

  private static void finishValue(Type type, JSONSchemaProps schema) {
    dropRepeatedRules(schema);
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      // One writer, the operator, which writes the list whole.
      schema.setXKubernetesListType("atomic");
      finishValue(list.getActualTypeArguments()[0], schema.getItems().getSchema());
    } else if (type instanceof Class<?> leaf && !leaf.isRecord()) {
      String format = numberFormat(leaf);
      if (format != null) {
        schema.setFormat(format);
      }
    } else if (type instanceof Class<?> object) {
      finishRecord(object, schema);
    }
  }

  private static @Nullable String numberFormat(Class<?> type) {
    if (type == Integer.class) {
      return "int32";
    }
    if (type == Long.class) {
      return "int64";
    }
    return type == Double.class ? "double" : null;
  }

  private static void finishConditions(JSONSchemaProps conditions) {
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
    conditions.getItems().setSchema(ConditionSchema.schema());
  }

  private static void dropRepeatedRules(JSONSchemaProps schema) {
    if (schema.getXKubernetesValidations() != null) {
      schema.setXKubernetesValidations(
          new ArrayList<>(new LinkedHashSet<>(schema.getXKubernetesValidations())));
    }
  }

  private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
    JSONSchemaProps property = schema.getProperties().get(name);
    if (property == null) {
      throw new IllegalStateException("the generated schema has no property " + name);
    }
    return property;
  }
}
