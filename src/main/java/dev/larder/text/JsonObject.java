package dev.larder.text;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes JSON objects. */
public final class JsonObject {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonObject() {}

  /** Writes members of an object. */
  public interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /** Writes an object with these members, in UTF-8. */
  public static byte[] of(Members members) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(JSON._getBufferRecycler());
    try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.getClearAndRelease();
  }
}
