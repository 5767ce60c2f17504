package dev.larder.dynamo.lowlevel;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.larder.text.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes requests of the SDK's model as the JSON that DynamoDB reads. */
final class RequestJson {
  private RequestJson() {}

  static byte[] of(SdkPojo request) {
    return JsonObject.of(json -> writeMembers(json, request));
  }

  private static void writeMembers(JsonGenerator json, SdkPojo object) throws IOException {
    for (SdkField<?> field : object.sdkFields()) {
      Object value = field.getValueOrDefault(object);
      if (isSet(value)) {
        json.writeFieldName(field.locationName());
        write(json, value);
      }
    }
  }

  /** Whether a member has a value: what was not set is null, or an empty container of its own. */
  private static boolean isSet(Object value) {
    return value != null
        && !(value instanceof SdkAutoConstructList)
        && !(value instanceof SdkAutoConstructMap);
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof AttributeValue attribute) {
      AttributeValueJson.write(json, attribute);
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        json.writeFieldName((String) each.getKey());
        write(json, each.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object each : list) {
        write(json, each);
      }
      json.writeEndArray();
    } else if (value instanceof SdkPojo object) {
      json.writeStartObject();
      writeMembers(json, object);
      json.writeEndObject();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof SdkBytes bytes) {
      AttributeValueJson.write(json, bytes);
    } else {
      throw new IllegalArgumentException("A request cannot have a value of " + value.getClass());
    }
  }
}
