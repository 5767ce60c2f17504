package dev.larder.openapi;

import dev.larder.http.MediaTypes;
import dev.larder.http.QueryParameters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** {@code GET /openapi}: the description of the API. */
@Path("/openapi")
@Produces({MediaType.APPLICATION_JSON, MediaTypes.OPENAPI})
public class OpenApiResource {
  private final ApiDocument document;

  OpenApiResource(ApiDocument document) {
    this.document = document;
  }

  @GET
  public String describe(@Context UriInfo uri) {
    QueryParameters.of(uri);
    return document.write().toString();
  }
}
