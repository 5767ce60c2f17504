package dev.larder.dynamo.lowlevel;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.larder.text.JsonInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TraitType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Reads the JSON of DynamoDB's responses into the SDK's model. */
final class ResponseJson {
  private ResponseJson() {}

  /**
   * Sets the members of a builder; unknown ones are skipped.
   *
   * @throws SdkClientException with an unchecked exception as its cause, as of no failure of a
   *     connection, if the body is neither empty nor a JSON object of those members
   */
  static void read(byte[] body, SdkPojo builder) {
    try (JsonParser json = JsonInput.FACTORY.createParser(body)) {
      if (json.nextToken() != null) {
        AttributeValueJson.require(json, JsonToken.START_OBJECT);
        readMembers(json, builder);
      }
    } catch (IOException e) {
      throw SdkClientException.create(
          "Unable to unmarshall response: " + e.getMessage(), new UncheckedIOException(e));
    }
  }

  private static void readMembers(JsonParser json, SdkPojo builder) throws IOException {
    Map<String, SdkField<?>> fields = builder.sdkFieldNameToField();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      SdkField<?> field = fields.get(json.currentName());
      json.nextToken();
      if (field == null) {
        json.skipChildren();
      } else {
        field.set(builder, read(json, field));
      }
    }
  }

  private static Object read(JsonParser json, SdkField<?> field) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> json.getText();
      case INTEGER -> json.getIntValue();
      case LONG -> json.getLongValue();
      case DOUBLE -> json.getDoubleValue();
      case BOOLEAN -> json.getBooleanValue();
      case INSTANT -> instant(json);
      case SDK_BYTES -> AttributeValueJson.readBytes(json);
      case LIST ->
          readList(json, field.getTrait(ListTrait.class, TraitType.LIST_TRAIT).memberFieldInfo());
      case MAP ->
          readMap(json, field.getTrait(MapTrait.class, TraitType.MAP_TRAIT).valueFieldInfo());
      case SDK_POJO -> readObject(json, field.constructor().get());
      default ->
          throw new JsonParseException(json, "Unknown type of the member " + field.memberName());
    };
  }

  /** Seconds since 1970 with a fraction, of which the SDK too reads no more than milliseconds. */
  private static Instant instant(JsonParser json) throws IOException {
    return Instant.ofEpochMilli(json.getDecimalValue().scaleByPowerOfTen(3).longValue());
  }

  private static List<Object> readList(JsonParser json, SdkField<?> member) throws IOException {
    AttributeValueJson.require(json, JsonToken.START_ARRAY);
    List<Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(json, member));
    }
    return list;
  }

  private static Map<String, Object> readMap(JsonParser json, SdkField<?> value)
      throws IOException {
    AttributeValueJson.require(json, JsonToken.START_OBJECT);
    Map<String, Object> map = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      map.put(name, read(json, value));
    }
    return map;
  }

  private static Object readObject(JsonParser json, SdkPojo builder) throws IOException {
    if (builder instanceof AttributeValue.Builder) {
      return AttributeValueJson.read(json);
    }
    AttributeValueJson.require(json, JsonToken.START_OBJECT);
    readMembers(json, builder);
    return ((SdkBuilder<?, ?>) builder).build();
  }
}
