package com.example.shop;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;

/** Cancels orders. */
@Path("/orders/{id}/cancel")
public class CancellationResource {

  @POST
  public Map<String, String> cancel(@PathParam("id") String id) {
    return Map.of("id", id, "status", "cancelled");
  }
}
