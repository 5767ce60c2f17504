package dev.larder.openapi;

import dev.larder.http.QueryParameters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;

/** The API's description of itself. */
@Path("/openapi")
@Produces({OpenApiResource.JSON, OpenApiResource.OPENAPI_JSON})
public class OpenApiResource {
  static final String JSON = "application/json";
  static final String OPENAPI_JSON = "application/vnd.oai.openapi+json;version=3.1";

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
