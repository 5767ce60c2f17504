package dev.larder.event.own;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.larder.event.UnsupportedEventException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;

/**
 * Reads and writes the classes of {@code aws-lambda-java-events}, whose names differ from those of
 * the events in case, and whose times are texts, seconds or milliseconds.
 */
final class EventClasses {
  /** Numbers below are seconds, as of Kinesis; those above milliseconds. */
  private static final BigDecimal LEAST_MILLISECONDS = BigDecimal.valueOf(100_000_000_000L);

  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          .addModule(module())
          .build();

  private static SimpleModule module() {
    SimpleModule module = new SimpleModule();
    module.setDeserializers(new OfLibrary());
    return module;
  }

  /**
   * @throws UnsupportedEventException if the JSON is not that of the class
   */
  <T> T read(JsonNode event, Class<T> type) {
    try {
      return json.treeToValue(event, type);
    } catch (JsonProcessingException e) {
      throw new UnsupportedEventException(
          "It looks like one of "
              + type.getName()
              + ", but it has a member that this class cannot have.");
    }
  }

  byte[] write(Object response) {
    try {
      return json.writeValueAsBytes(response);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The response of the class " + response.getClass().getName() + " cannot be JSON", e);
    }
  }

  /**
   * Selects deserializers by the names of classes, since {@code org.joda.time} is there only if the
   * owner depends on {@code aws-lambda-java-events}.
   */
  private static final class OfLibrary extends SimpleDeserializers {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> findBeanDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription description) {
      return switch (type.getRawClass().getName()) {
        case "java.util.Date" -> new Dates();
        case "org.joda.time.DateTime" -> new JodaTimes();
        case "com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification"
                + "$S3EventNotificationRecord" ->
            new S3Records();
        case "com.amazonaws.services.lambda.runtime.events.S3Event" -> new S3Records.OfEvent();
        default -> null;
      };
    }
  }

  private static final class Dates extends JsonDeserializer<Date> {
    @Override
    public Date deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.currentToken().isNumeric()) {
        return Date.from(Instant.parse(json.getText()));
      }
      BigDecimal number = json.getDecimalValue();
      return new Date(
          number.compareTo(LEAST_MILLISECONDS) < 0
              ? number.movePointRight(3).longValue()
              : number.longValue());
    }
  }
}
