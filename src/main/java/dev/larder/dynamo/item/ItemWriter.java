package dev.larder.dynamo.item;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes items as JSON. */
public final class ItemWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;
  private final ItemFormat form;

  private ItemWriter(JsonGenerator json, ItemFormat form) {
    this.json = json;
    this.form = form;
  }

  /** Writes an item as a JSON object in UTF-8. */
  public static byte[] toBytes(Item item, ItemFormat form) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    write(item, form, out);
    return out.toByteArray();
  }

  /** Appends an item as a JSON object in UTF-8. The stream stays open. */
  public static void write(Item item, ItemFormat form, OutputStream out) {
    try (JsonGenerator json =
        JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      new ItemWriter(json, form).members(item.attributes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The values of a key as plain JSON has them: strings, numbers, and base64 strings. */
  public static Map<String, Object> plainKey(Item key) {
    Map<String, Object> plain = new LinkedHashMap<>();
    key.attributes()
        .forEach(
            (name, value) ->
                plain.put(
                    name,
                    switch (value.type()) {
                      case N -> new BigDecimal(value.n());
                      case B -> Base64.getEncoder().encodeToString(value.b().asByteArrayUnsafe());
                      default -> value.s();
                    }));
    return plain;
  }

  /** Appends a value as plain JSON in UTF-8. The stream stays open. */
  static void writeValue(AttributeValue value, OutputStream out) {
    try (JsonGenerator json =
        JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      new ItemWriter(json, ItemFormat.PLAIN).value(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void members(Map<String, AttributeValue> members) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, AttributeValue> member : members.entrySet()) {
      json.writeFieldName(member.getKey());
      value(member.getValue());
    }
    json.writeEndObject();
  }

  private void elements(List<AttributeValue> elements) throws IOException {
    json.writeStartArray();
    for (AttributeValue element : elements) {
      value(element);
    }
    json.writeEndArray();
  }

  private void value(AttributeValue value) throws IOException {
    if (form == ItemFormat.TYPED) {
      json.writeStartObject();
      json.writeFieldName(value.type() == AttributeValue.Type.NUL ? "NULL" : value.type().name());
    }
    switch (value.type()) {
      case S -> json.writeString(value.s());
      case N -> number(value.n());
      case B -> binary(value.b());
      case BOOL -> json.writeBoolean(value.bool());
      case NUL -> nul();
      case M -> members(value.m());
      case L -> elements(value.l());
      case SS -> set(value.ss(), json::writeString);
      case NS -> set(value.ns(), this::number);
      case BS -> set(value.bs(), this::binary);
      default -> throw new IllegalStateException("The value has an unknown DynamoDB type");
    }
    if (form == ItemFormat.TYPED) {
      json.writeEndObject();
    }
  }

  private interface Element<T> {
    void write(T value) throws IOException;
  }

  private <T> void set(Collection<T> elements, Element<T> element) throws IOException {
    json.writeStartArray();
    for (T value : elements) {
      element.write(value);
    }
    json.writeEndArray();
  }

  private void number(String number) throws IOException {
    if (form == ItemFormat.TYPED) {
      json.writeString(number);
    } else {
      // DynamoDB's numbers have JSON syntax; if one ever does not, its value is still written.
      json.writeNumber(
          DynamoNumber.validate(number).isEmpty() ? number : new BigDecimal(number).toString());
    }
  }

  private void binary(SdkBytes bytes) throws IOException {
    json.writeBinary(bytes.asByteArrayUnsafe());
  }

  private void nul() throws IOException {
    if (form == ItemFormat.TYPED) {
      json.writeBoolean(true);
    } else {
      json.writeNull();
    }
  }
}
