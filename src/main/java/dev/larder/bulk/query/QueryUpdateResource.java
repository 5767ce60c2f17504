package dev.larder.bulk.query;

import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.CollectionPath;
import dev.larder.http.MayRespondAsync;
import dev.larder.http.ReadsCollection;
import dev.larder.http.WritesCollection;
import dev.larder.item.ItemUpdate;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** {@code PATCH} of a collection with a query: one update of each item that the query finds. */
@Path(CollectionPath.TEMPLATE)
public class QueryUpdateResource {
  private final QueryWrites writes;

  QueryUpdateResource(QueryWrites writes) {
    this.writes = writes;
  }

  @PATCH
  @ReadsCollection
  @WritesCollection
  @MayRespondAsync
  @Consumes(ItemUpdate.MEDIA_TYPE)
  @Produces(ItemFormat.JSON)
  public Response update(
      @PathParam("collection") String name,
      @Context HttpServerRequest http,
      @Context HttpHeaders headers,
      byte[] body)
      throws IOException {
    return writes.update(name, http, headers, body == null ? new byte[0] : body);
  }
}
