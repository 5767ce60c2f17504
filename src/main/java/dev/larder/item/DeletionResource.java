package dev.larder.item;

import dev.larder.access.Access;
import dev.larder.access.WritesCollection;
import dev.larder.dynamo.Item;
import dev.larder.dynamo.ItemForm;
import dev.larder.http.Caller;
import dev.larder.http.CollectionPath;
import dev.larder.http.MayRespondAsync;
import dev.larder.http.QueryParameters;
import dev.larder.table.Collection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Deletes items of a collection, each at the path of its key. */
@Path(CollectionPath.TEMPLATE)
@Produces({ItemForm.JSON, ItemForm.DYNAMODB_JSON})
@Consumes({ItemForm.JSON, ItemForm.DYNAMODB_JSON})
public class DeletionResource {
  private final Access access;
  private final ItemService items;
  private final Caller caller;

  DeletionResource(Access access, ItemService items, Caller caller) {
    this.access = access;
    this.items = items;
    this.caller = caller;
  }

  @DELETE
  @Path(ItemResource.KEY)
  @NonBlocking
  @WritesCollection
  @MayRespondAsync
  public Response delete(
      @PathParam("collection") String name,
      @PathParam("key") @Encoded String path,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    QueryParameters.of(uri);
    Collection collection = access.toWrite(name);
    Item key = ItemResource.key(collection, path);
    ItemService.Order order =
        new Writing(headers, ItemForm.PLAIN, caller).ofDelete(collection.pathOf(key));
    return items.delete(collection, key, order).toResponse();
  }
}
