package dev.larder.http;

import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * What a write is answered with, in a form that can be kept and given again.
 *
 * @param body null where there is none
 */
public record StoredResponse(int status, Map<String, String> headers, byte[] body) {

  public Response toResponse() {
    Response.ResponseBuilder response = Response.status(status);
    headers.forEach(response::header);
    if (body != null) {
      response.entity(body);
    }
    return response.build();
  }
}
