package dev.tunesmith.vertex.grpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of a request body that v1 of the gRPC API does not have, by its own descriptors. */
final class GrpcFields {
  /** With names of any length, as the API server takes them. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE).build())
              .build());

  private static final String GOOGLES_OWN = "google.protobuf";

  private GrpcFields() {}

  /** Their paths; of a member that is missing as a whole, the member's alone. */
  static List<String> missing(String json) {
    List<String> missing = new ArrayList<>();
    try {
      collect(JSON.readTree(json), TuningJob.getDescriptor(), "spec.tuning", missing);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("spec.tuning is not JSON", e);
    }
    return missing;
  }

  private static void collect(
      JsonNode object, Descriptor message, String path, List<String> missing) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String at = path + "." + member.getKey();
      FieldDescriptor field =
          message.getFields().stream()
              .filter(known -> known.getJsonName().equals(member.getKey()))
              .findFirst()
              .orElse(null);
      if (field == null) {
        missing.add(at);
      } else if (!field.isRepeated()) {
        value(member.getValue(), field, at, missing);
      } else if (!field.isMapField()) {
        int index = 0;
        for (JsonNode element : member.getValue()) {
          value(element, field, at + "[" + index + "]", missing);
          index++;
        }
      }
    }
  }

  private static void value(
      JsonNode value, FieldDescriptor field, String path, List<String> missing) {
    switch (field.getJavaType()) {
      case MESSAGE -> {
        if (!field.getMessageType().getFile().getPackage().equals(GOOGLES_OWN)) {
          collect(value, field.getMessageType(), path, missing);
        }
      }
      case ENUM -> {
        if (value.isTextual() && field.getEnumType().findValueByName(value.textValue()) == null) {
          missing.add(path + ": " + value.textValue());
        }
      }
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING -> {}
    }
  }
}
