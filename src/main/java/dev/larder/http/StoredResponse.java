package dev.larder.http;

import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * The response to a write, which can be stored and sent again.
 *
 * @param body null for no body
 */
public record StoredResponse(int status, Map<String, String> headers, byte[] body) {

  public StoredResponse withoutBody() {
    return new StoredResponse(status, headers, null);
  }

  public Response toResponse() {
    Response.ResponseBuilder response = Response.status(status);
    headers.forEach(response::header);
    if (body != null) {
      response.entity(body);
    }
    return response.build();
  }
}
