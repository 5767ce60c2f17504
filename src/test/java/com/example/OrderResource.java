package com.example;

import dev.larder.api.Idempotent;
import dev.larder.api.Item;
import dev.larder.api.Larder;
import dev.larder.api.Problem;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.List;

/** What the owner of a shop adds to its collections. */
@Path("/films/{id}/order")
@IfBuildProperty(name = "example.own", stringValue = "true")
public class OrderResource {

  @Inject Larder larder;

  /** A line of an order. */
  public record Line(String sku, int pieces, List<String> notes) {}

  @POST
  @Path("/lines")
  @RolesAllowed("clerk")
  @Consumes("application/json")
  public Line add(Line line) {
    return line;
  }

  @GET
  @Path("/status")
  @PermitAll
  @Produces("text/plain")
  public String status(@PathParam("id") String id, @QueryParam("verbose") boolean verbose) {
    return verbose ? "order " + id + " is open" : "open";
  }

  @POST
  @Path("/status")
  @DenyAll
  public void close() {}

  @POST
  @Path("/once")
  @Authenticated
  @Idempotent
  public Response once(@PathParam("id") String id, Item body) {
    if (body.has("alone")) {
      larder.put("sessions", Item.of("id", id));
    }
    return larder.transact(
        transaction -> {
          Item runs =
              transaction
                  .get("sessions", Item.of("id", "runs"))
                  .orElse(Item.of("id", "runs", "run", 0));
          Item run =
              transaction.put(
                  "sessions",
                  runs.with("run", runs.number("run").orElseThrow().add(BigDecimal.ONE)));
          if (body.has("taken")) {
            transaction.create("sessions", Item.of("id", "taken"));
          }
          return Response.status(201).header("Larder-Test", "kept").entity(run).build();
        });
  }

  @GET
  @Path("/audit")
  public Uni<String> audit() {
    return Uni.createFrom().item("clean");
  }

  @GET
  @Path("/fails/{how}")
  @PermitAll
  public String fail(@PathParam("id") String id, @PathParam("how") String how) throws Exception {
    switch (how) {
      case "problem" ->
          throw new Problem(
              "https://example.com/problems/shipped", "The order was shipped", 409, "Too late.");
      case "missing" -> throw new NotFoundException("There is no order " + id + ".");
      case "busy" ->
          throw new jakarta.ws.rs.ServiceUnavailableException("The stock is being counted.", 7L);
      case "own" ->
          throw new jakarta.ws.rs.WebApplicationException(
              Response.status(418).entity("teapot").type("text/plain").build());
      default -> throw new Exception("secret");
    }
  }
}
