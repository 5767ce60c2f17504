package com.example;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** A resource whose class has the path of items. */
@Path("/orders/{id}")
@IfBuildProperty(name = "example.hiding", stringValue = "true")
public class HidingResource {

  @POST
  @Path("/cancel")
  public void cancel() {}
}
