package com.example;

import dev.larder.api.Item;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** A resource at a path that an item could have too. */
@Path("/films/{id}/cancel")
@IfBuildProperty(name = "example.own", stringValue = "true")
public class CancelResource {

  @POST
  @Authenticated
  @Consumes({"application/json", "application/vnd.larder.dynamodb+json"})
  @Produces({"application/json", "application/vnd.larder.dynamodb+json"})
  public Item cancel(@PathParam("id") String id, Item body) {
    return body.with("id", id);
  }
}
