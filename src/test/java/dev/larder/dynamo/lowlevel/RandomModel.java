package dev.larder.dynamo.lowlevel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.RequiredTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Random objects of the SDK's model, and their JSON as the protocol has it. */
final class RandomModel {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEEPEST = 4;

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "Grüße",
          "\"quoted\" \\ / \b\f\n\r\t\u0000\u001f\u007f",
          "\u2028\uFEFF\uFFFF",
          "\uD83D\uDE00\uD800\uDC00",
          "x".repeat(5000),
          "ключ".repeat(3000));

  private final Random random;

  RandomModel(long seed) {
    random = new Random(seed);
  }

  /** Sets members of a builder at random, and all required ones. */
  <T> T object(SdkBuilder<?, T> builder) {
    fill((SdkPojo) builder, 0);
    return builder.build();
  }

  private void fill(SdkPojo builder, int depth) {
    for (SdkField<?> field : builder.sdkFields()) {
      boolean needed =
          field.containsTrait(RequiredTrait.class)
              || field.memberName().equals("ClientRequestToken");
      if (needed || random.nextInt(depth < DEEPEST ? 2 : 5) == 0) {
        field.set(builder, value(field, depth));
      }
    }
  }

  private Object value(SdkField<?> field, int depth) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> text();
      case INTEGER -> random.nextInt();
      case LONG -> random.nextLong();
      case DOUBLE -> random.nextInt(1_000_000) / 16.0;
      case BOOLEAN -> random.nextBoolean();
      case INSTANT -> Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
      case SDK_BYTES -> bytes();
      case LIST -> list(field.getTrait(ListTrait.class).memberFieldInfo(), depth);
      case MAP -> map(field.getTrait(MapTrait.class).valueFieldInfo(), depth);
      case SDK_POJO -> pojo(field.constructor().get(), depth);
      default -> throw new AssertionError(field.marshallingType());
    };
  }

  private Object pojo(SdkPojo builder, int depth) {
    if (builder instanceof AttributeValue.Builder) {
      return attribute(depth + 1);
    }
    fill(builder, depth + 1);
    return ((SdkBuilder<?, ?>) builder).build();
  }

  private int size() {
    return random.nextInt(4);
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private SdkBytes bytes() {
    byte[] bytes = new byte[random.nextInt(8) == 0 ? 70_000 : random.nextInt(5)];
    random.nextBytes(bytes);
    return SdkBytes.fromByteArray(bytes);
  }

  private List<Object> list(SdkField<?> member, int depth) {
    List<Object> list = new ArrayList<>();
    for (int left = size(); left > 0; left--) {
      list.add(value(member, depth + 1));
    }
    return list;
  }

  private Map<String, Object> map(SdkField<?> value, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int left = size(); left > 0; left--) {
      map.put(text() + left, value(value, depth + 1));
    }
    return map;
  }

  private String number() {
    return new BigDecimal(random.nextLong()).movePointLeft(random.nextInt(60) - 30).toString();
  }

  private AttributeValue attribute(int depth) {
    return switch (random.nextInt(depth < DEEPEST ? 10 : 8)) {
      case 0 -> AttributeValue.fromS(text());
      case 1 -> AttributeValue.fromN(number());
      case 2 -> AttributeValue.fromB(bytes());
      case 3 -> AttributeValue.fromSs(List.of(text() + 1, text() + 2));
      case 4 -> AttributeValue.fromNs(List.of(number(), number()));
      case 5 -> AttributeValue.fromBs(List.of(bytes(), bytes()));
      case 6 -> AttributeValue.fromBool(random.nextBoolean());
      case 7 -> AttributeValue.fromNul(true);
      case 8 -> {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        for (int left = size(); left > 0; left--) {
          map.put(text() + left, attribute(depth + 1));
        }
        yield AttributeValue.fromM(map);
      }
      default -> {
        List<AttributeValue> list = new ArrayList<>();
        for (int left = size(); left > 0; left--) {
          list.add(attribute(depth + 1));
        }
        yield AttributeValue.fromL(list);
      }
    };
  }

  /** The JSON of an object, in which a service may have more members than the model. */
  ObjectNode json(SdkPojo object) {
    ObjectNode json = JSON.objectNode();
    if (random.nextInt(3) == 0) {
      json.putObject("Unknown").putArray("L").addObject().put("S", text());
    }
    for (SdkField<?> field : object.sdkFields()) {
      Object value = field.getValueOrDefault(object);
      if (value == null && random.nextInt(8) == 0) {
        json.putNull(field.locationName());
      } else if (value != null
          && !(value instanceof SdkAutoConstructList)
          && !(value instanceof SdkAutoConstructMap)) {
        json.set(field.locationName(), tree(value));
      }
    }
    return json;
  }

  private JsonNode tree(Object value) {
    if (value instanceof SdkPojo object) {
      return json(object);
    }
    if (value instanceof List<?> list) {
      return JSON.arrayNode().addAll(list.stream().map(this::tree).toList());
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode json = JSON.objectNode();
      map.forEach((name, each) -> json.set((String) name, tree(each)));
      return json;
    }
    if (value instanceof SdkBytes bytes) {
      return JSON.binaryNode(bytes.asByteArray());
    }
    if (value instanceof Instant time) {
      return JSON.numberNode(BigDecimal.valueOf(time.toEpochMilli(), 3));
    }
    if (value instanceof Boolean flag) {
      return JSON.booleanNode(flag);
    }
    if (value instanceof Integer number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Long number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Double number) {
      return JSON.numberNode(number);
    }
    return JSON.textNode((String) value);
  }
}
