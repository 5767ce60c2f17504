package dev.larder.dynamo.lowlevel;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The JSON of attribute values, which most of a request and its response consists of.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html">AttributeValue</a>
 */
final class AttributeValueJson {
  private AttributeValueJson() {}

  static void write(JsonGenerator json, AttributeValue value) throws IOException {
    json.writeStartObject();
    if (value.s() != null) {
      json.writeStringField("S", value.s());
    }
    if (value.n() != null) {
      json.writeStringField("N", value.n());
    }
    if (value.b() != null) {
      json.writeFieldName("B");
      write(json, value.b());
    }
    if (value.hasSs()) {
      writeStrings(json, "SS", value.ss());
    }
    if (value.hasNs()) {
      writeStrings(json, "NS", value.ns());
    }
    if (value.hasBs()) {
      json.writeArrayFieldStart("BS");
      for (SdkBytes each : value.bs()) {
        write(json, each);
      }
      json.writeEndArray();
    }
    if (value.hasM()) {
      json.writeObjectFieldStart("M");
      for (Map.Entry<String, AttributeValue> each : value.m().entrySet()) {
        json.writeFieldName(each.getKey());
        write(json, each.getValue());
      }
      json.writeEndObject();
    }
    if (value.hasL()) {
      json.writeArrayFieldStart("L");
      for (AttributeValue each : value.l()) {
        write(json, each);
      }
      json.writeEndArray();
    }
    if (value.bool() != null) {
      json.writeBooleanField("BOOL", value.bool());
    }
    if (value.nul() != null) {
      json.writeBooleanField("NULL", value.nul());
    }
    json.writeEndObject();
  }

  private static void writeStrings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String each : values) {
      json.writeString(each);
    }
    json.writeEndArray();
  }

  static void write(JsonGenerator json, SdkBytes bytes) throws IOException {
    json.writeBinary(bytes.asByteArrayUnsafe());
  }

  /** Reads the value that begins at the parser's token; null for JSON's {@code null}. */
  static AttributeValue read(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    require(json, JsonToken.START_OBJECT);
    AttributeValue.Builder value = AttributeValue.builder();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String type = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (type) {
        case "S" -> value.s(json.getText());
        case "N" -> value.n(json.getText());
        case "B" -> value.b(readBytes(json));
        case "SS" -> value.ss(readStrings(json));
        case "NS" -> value.ns(readStrings(json));
        case "BS" -> value.bs(readBinaries(json));
        case "M" -> value.m(readMap(json));
        case "L" -> value.l(readList(json));
        case "BOOL" -> value.bool(json.getBooleanValue());
        case "NULL" -> value.nul(json.getBooleanValue());
        default -> json.skipChildren();
      }
    }
    return value.build();
  }

  static void require(JsonParser json, JsonToken token) throws JsonParseException {
    if (json.currentToken() != token) {
      throw new JsonParseException(json, "Expected " + token + ", not " + json.currentToken());
    }
  }

  static SdkBytes readBytes(JsonParser json) throws IOException {
    return SdkBytes.fromByteArrayUnsafe(json.getBinaryValue());
  }

  private static List<String> readStrings(JsonParser json) throws IOException {
    require(json, JsonToken.START_ARRAY);
    List<String> strings = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      strings.add(json.getText());
    }
    return strings;
  }

  private static List<SdkBytes> readBinaries(JsonParser json) throws IOException {
    require(json, JsonToken.START_ARRAY);
    List<SdkBytes> binaries = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      binaries.add(readBytes(json));
    }
    return binaries;
  }

  private static Map<String, AttributeValue> readMap(JsonParser json) throws IOException {
    require(json, JsonToken.START_OBJECT);
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      map.put(name, read(json));
    }
    return map;
  }

  private static List<AttributeValue> readList(JsonParser json) throws IOException {
    require(json, JsonToken.START_ARRAY);
    List<AttributeValue> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(json));
    }
    return list;
  }
}
