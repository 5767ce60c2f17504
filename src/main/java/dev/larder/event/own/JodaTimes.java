package dev.larder.event.own;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;

/** Reads times in ISO 8601 as those of Joda-Time, which some event classes have. */
final class JodaTimes extends JsonDeserializer<DateTime> {
  @Override
  public DateTime deserialize(JsonParser json, DeserializationContext context) throws IOException {
    return new DateTime(json.getText(), DateTimeZone.UTC);
  }
}
