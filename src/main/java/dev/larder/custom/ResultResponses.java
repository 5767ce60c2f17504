package dev.larder.custom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.api.Item;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.http.StoredResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Makes the response that is stored out of what a transaction of own code returns. */
@Singleton
class ResultResponses {
  private final ObjectMapper mapper;

  ResultResponses(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * @param result a {@link Response}; the body of one, as JSON unless it is a string or bytes; null
   *     for a response without a body
   * @throws IllegalArgumentException if Jackson cannot write it
   */
  StoredResponse of(Object result) {
    if (!(result instanceof Response response)) {
      return new StoredResponse(
          result == null ? 204 : 200, headers(Map.of(), result), bytes(result));
    }
    Map<String, String> fields = new HashMap<>();
    response
        .getStringHeaders()
        .keySet()
        .forEach(name -> fields.put(name, response.getHeaderString(name)));
    Object body = response.getEntity();
    return new StoredResponse(response.getStatus(), headers(fields, body), bytes(body));
  }

  private static Map<String, String> headers(Map<String, String> fields, Object body) {
    Map<String, String> headers = new HashMap<>(fields);
    if (body != null) {
      headers.putIfAbsent(
          HttpHeaders.CONTENT_TYPE,
          body instanceof String
              ? MediaType.TEXT_PLAIN + ";charset=UTF-8"
              : body instanceof byte[]
                  ? MediaType.APPLICATION_OCTET_STREAM
                  : MediaType.APPLICATION_JSON);
    }
    return headers;
  }

  private byte[] bytes(Object body) {
    if (body == null) {
      return null;
    }
    if (body instanceof Item item) {
      return ItemWriter.toBytes(ApiItems.of(item), ItemFormat.PLAIN);
    }
    if (body instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (body instanceof byte[] bytes) {
      return bytes;
    }
    try {
      return mapper.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The result of a transaction cannot be written as JSON", e);
    }
  }
}
