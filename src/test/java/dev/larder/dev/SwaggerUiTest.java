package dev.larder.dev;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each file of the page arrives whole, through what dev mode sends it by. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@Timeout(60)
class SwaggerUiTest {
  private static final String INITIALIZER = "swagger-initializer.js";

  @Test
  void thePageIsServedAtItsFolder() {
    for (String path : new String[] {"/q/swagger-ui/", "/q/swagger-ui/index.html"}) {
      given().get(path).then().statusCode(200).body(containsString("swagger-ui-bundle.js"));
    }
    given().get("/q/swagger-ui/" + INITIALIZER).then().body(containsString("/openapi"));
    given().get("/q/swagger-ui/nothing.js").then().statusCode(404);
  }

  @Test
  void everyFileOfItIsSentWhole() throws IOException {
    Map<String, Long> files = files();
    assertTrue(files.containsKey("swagger-ui-bundle.js"), files::toString);
    files.forEach(
        (name, bytes) ->
            assertEquals(
                bytes,
                (long)
                    given()
                        .get("/q/swagger-ui/" + name)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray()
                        .length,
                name));
  }

  @Test
  void aPartOfAFileIsSentWhereItIsAskedFor() {
    byte[] part =
        given()
            .header("Range", "bytes=100-299")
            .get("/q/swagger-ui/swagger-ui-bundle.js")
            .then()
            .statusCode(206)
            .extract()
            .asByteArray();
    assertEquals(200, part.length);
  }

  private static Map<String, Long> files() throws IOException {
    Map<String, Long> files = new HashMap<>();
    URL pom =
        SwaggerUiTest.class
            .getClassLoader()
            .getResource("META-INF/maven/org.webjars/swagger-ui/pom.properties");
    URI jar = URI.create(pom.toString().substring(0, pom.toString().indexOf('!')));
    try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of());
        Stream<Path> all = Files.walk(zip.getPath("META-INF/resources/webjars/swagger-ui"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!name.equals(INITIALIZER) && !name.endsWith(".map") && !name.endsWith(".gz")) {
          files.put(name, Files.size(file));
        }
      }
    }
    assertFalse(files.isEmpty());
    return files;
  }
}
