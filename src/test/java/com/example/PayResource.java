package com.example;

import dev.larder.api.Item;
import dev.larder.api.Larder;
import dev.larder.api.Query;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.Authenticated;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;

/** Own logic on items of which not everybody may see and change everything. */
@Path("/pay/{id}")
@Authenticated
@IfBuildProperty(name = "example.own", stringValue = "true")
public class PayResource {
  private static final String SESSIONS = "sessions";

  @Inject Larder larder;

  private Larder larder(boolean ofFunction) {
    return ofFunction ? larder.asFunction() : larder;
  }

  @GET
  public Item get(@PathParam("id") String id, @QueryParam("whole") boolean whole) {
    Optional<Item> item = larder(whole).get(SESSIONS, Item.of("id", id));
    return item.orElse(Item.of("absent", true));
  }

  @GET
  @Path("/list")
  public List<Item> list(@QueryParam("where") String attribute, @QueryParam("is") String value) {
    return larder.query("orders", Query.all().where(attribute, value)).items();
  }

  @PUT
  public Item put(@PathParam("id") String id, Item item) {
    return larder.put(SESSIONS, item.with("id", id));
  }

  @PUT
  @Path("/moved")
  public Item transact(@PathParam("id") String id, Item item) {
    return larder.transact(
        transaction -> {
          Item before = transaction.get(SESSIONS, Item.of("id", id)).orElseThrow();
          Item after = transaction.put(SESSIONS, before.with("note", item.get("note")));
          return after.with("seen", before.has("salary"));
        });
  }

  @PUT
  @Path("/changed")
  public Item update(@PathParam("id") String id, Item item) {
    return larder.update(
        SESSIONS,
        Item.of("id", id),
        current -> current.with("seen", current.has("salary")).with("note", item.get("note")));
  }
}
