package dev.larder.sample;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.lambda.BuiltFunction;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The sample shop: its two commands, and what they make. */
class ShopIT {
  private static final String RESOURCE = "src/main/java/com/example/shop/CancelOrder.java";

  private static SampleProject shop;
  private static Path target;

  @BeforeAll
  static void verify() {
    assumeTrue(BuiltFunction.runsOnJvm(), "the shop is built for the managed runtime");
    shop = Shop.project();
    target = shop.folder().resolve("target");
  }

  @Test
  void itsPomIsShortAndItsWrapperIsLardersOwn() throws IOException {
    assertTrue(Files.readAllLines(shop.folder().resolve("pom.xml")).size() <= 100);
    for (String file : List.of("mvnw", "mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties")) {
      assertArrayEquals(
          Files.readAllBytes(Path.of(file)), Files.readAllBytes(shop.folder().resolve(file)), file);
    }
  }

  @Test
  void itsZipIsPackedAsLardersOwn() throws IOException {
    Path zip = target.resolve("function.zip");
    assertEquals(Files.size(BuiltFunction.zip()) / 1e6, Files.size(zip) / 1e6, 1);
    try (ZipFile jar = new ZipFile(target.resolve("function/lib/larder.jar").toFile())) {
      List<String> files = jar.stream().map(ZipEntry::getName).toList();
      assertTrue(files.contains("com/example/shop/CancelOrder.class"));
      assertTrue(files.contains("dev/larder/lambda/LarderHandler.class"));
      assertTrue(files.stream().noneMatch(name -> name.matches("dev/larder/(build|dev)/.*")));
    }
    assertTrue(Files.size(target.resolve("function.cdx.json")) > 0);
  }

  @Test
  void itsTemplatesHaveLardersHandlerAndItsAdditions() throws IOException {
    for (String flavour : List.of("jvm", "native")) {
      MappingNode template =
          (MappingNode)
              new Yaml()
                  .compose(Files.newBufferedReader(target.resolve("sam." + flavour + ".yaml")));
      assertEquals(
          BuiltFunction.HANDLER, value(template, "Resources", "Function", "Properties", "Handler"));
      assertEquals("AWS::DynamoDB::Table", value(template, "Resources", "ShopTable", "Type"));
      assertEquals("AWS::S3::Bucket", value(template, "Resources", "PhotosBucket", "Type"));
      assertEquals(
          "ShopTable",
          value(
              template,
              "Resources",
              "Function",
              "Properties",
              "Environment",
              "Variables",
              "LARDER_TABLES_SHOP_NAME"));
    }
  }

  private static String value(MappingNode template, String... path) {
    org.yaml.snakeyaml.nodes.Node node = template;
    for (String name : path) {
      node =
          ((MappingNode) node)
              .getValue().stream()
                  .filter(entry -> ((ScalarNode) entry.getKeyNode()).getValue().equals(name))
                  .findFirst()
                  .orElseThrow()
                  .getValueNode();
    }
    return ((ScalarNode) node).getValue();
  }

  @Test
  void devModeReloadsItsClassesAndKeepsItsItems() throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String url = "http://localhost:" + port;
    Path log = shop.folder().resolve("dev.log");
    Process devMode =
        shop.start(
            log,
            "quarkus:dev",
            "-Ddebug=false",
            "-Dquarkus.console.enabled=false",
            "-Dquarkus.http.port=" + port);
    try {
      while (!SampleProject.text(log).contains("Larder is ready")) {
        assertTrue(devMode.isAlive(), () -> SampleProject.text(log));
        Thread.sleep(100);
      }
      for (String page : List.of("/console/", "/openapi", "/q/swagger-ui/")) {
        RestAssured.get(url + page).then().statusCode(200);
      }
      RestAssured.given()
          .contentType("application/json")
          .body("{\"lines\": [{\"sku\": \"tea\", \"pieces\": 2, \"price\": 3.5}]}")
          .put(url + "/orders/o-1")
          .then()
          .statusCode(201);
      shop.replace(RESOURCE, "/orders/{id}/cancel", "/orders/{id}/call-off");
      RestAssured.get(url + "/orders/o-1").then().body("total", equalTo(7));
      assertTrue(
          SampleProject.text(log).contains("Live reload total time"),
          () -> SampleProject.text(log));
      assertTrue(!SampleProject.text(log).contains("WARN"), () -> SampleProject.text(log));
    } finally {
      shop.replace(RESOURCE, "/orders/{id}/call-off", "/orders/{id}/cancel");
      devMode.descendants().forEach(ProcessHandle::destroy);
      devMode.destroy();
      devMode.waitFor();
    }
  }
}
