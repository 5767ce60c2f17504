package dev.larder.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Serves Swagger UI for {@code /openapi} in dev mode and tests. */
@IfBuildProfile(anyOf = {"dev", "test"})
@Singleton
class SwaggerUi {
  private static final String PATH = "/q/swagger-ui";

  /** Replaces the webjar's file of this name, which shows another API. */
  private static final String INITIALIZER =
      """
      window.ui = SwaggerUIBundle({
        url: "/openapi",
        dom_id: "#swagger-ui",
        deepLinking: true,
        validatorUrl: null
      });
      """;

  void serve(@Observes Router router) throws IOException {
    router
        .get(PATH + "/swagger-initializer.js")
        .handler(
            request ->
                request
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/javascript")
                    .end(INITIALIZER));
    router
        .get(PATH + "/*")
        .handler(
            StaticHandler.create("META-INF/resources/webjars/swagger-ui/" + version())
                .setCachingEnabled(false));
  }

  private static String version() throws IOException {
    Properties pom = new Properties();
    try (InputStream file =
        Thread.currentThread()
            .getContextClassLoader()
            .getResourceAsStream("META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      pom.load(file);
    }
    return pom.getProperty("version");
  }
}
