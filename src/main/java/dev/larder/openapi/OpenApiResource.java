package dev.larder.openapi;

import dev.larder.http.MediaTypes;
import dev.larder.http.QueryParameters;
import dev.larder.http.UnsupportedFields;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import java.util.Optional;

/** {@code GET /openapi}: the description of the API. */
@Path("/openapi")
@Produces({MediaType.APPLICATION_JSON, MediaTypes.OPENAPI})
public class OpenApiResource {
  private static final List<Variant> VARIANTS =
      MediaTypes.variants(MediaType.APPLICATION_JSON, MediaTypes.OPENAPI);

  private final ApiDocument document;

  OpenApiResource(ApiDocument document) {
    this.document = document;
  }

  @GET
  public Response describe(
      @Context UriInfo uri, @Context HttpHeaders headers, @Context Request request) {
    QueryParameters.of(uri);
    UnsupportedFields.refuseOnRead(headers, request, "Read the whole document.");
    Variant chosen =
        Optional.ofNullable(request.selectVariant(VARIANTS))
            .orElseThrow(NotAcceptableException::new);
    return Response.ok(document.write().toString(), chosen.getMediaType()).build();
  }
}
