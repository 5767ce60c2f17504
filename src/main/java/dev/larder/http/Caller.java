package dev.larder.http;

import jakarta.enterprise.context.RequestScoped;

/** Who makes a request, as the authorizer in front of the function says. */
@RequestScoped
public class Caller {
  private String id = "";

  /** One text for each caller; empty for one whom no authorizer has named. */
  public String id() {
    return id;
  }

  /** Says who it is; nothing that a client sends may come to here. */
  public void is(String id) {
    this.id = id;
  }
}
