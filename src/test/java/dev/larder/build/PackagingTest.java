package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.deploy.Deployment;
import dev.larder.deploy.Template;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackagingTest {
  private static final List<String> TEMPLATES = List.of("sam.jvm.yaml", "sam.native.yaml");

  @TempDir Path build;

  private void pack() throws IOException {
    Packaging.run(
        "native",
        build.toString(),
        build.resolve("additions.yaml").toString(),
        "shop 1.0",
        "a.Handler::handle",
        build.resolve("model.lock.json").toString(),
        "");
  }

  private void executable() throws IOException {
    executable("run".getBytes(StandardCharsets.UTF_8));
  }

  private void executable(byte[] bootstrap) throws IOException {
    Files.createDirectories(build.resolve("native"));
    try (OutputStream out = Files.newOutputStream(build.resolve("native/function.zip"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("bootstrap"));
      zip.write(bootstrap);
    }
  }

  @Test
  void whatIsInTheZipOfAnExecutableMayBeRun() throws IOException {
    executable();
    pack();
    try (FileSystem zip =
        FileSystems.newFileSystem(
            build.resolve("function-native.zip"), Map.of("enablePosixFileAttributes", true))) {
      Path bootstrap = zip.getPath("bootstrap");
      assertEquals("run", Files.readString(bootstrap));
      assertEquals(
          "rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(bootstrap)));
    }
    assertTrue(Files.isExecutable(build.resolve("function-native/bootstrap")));
  }

  /** A stack that moves here from another processor must not keep that one. */
  @ParameterizedTest
  @CsvSource({"62, x86_64", "183, arm64"})
  void theNativeTemplateHasTheProcessorOfTheExecutable(int machine, String processor)
      throws IOException {
    byte[] elf = new byte[64];
    System.arraycopy(new byte[] {0x7F, 'E', 'L', 'F'}, 0, elf, 0, 4);
    elf[18] = (byte) machine;
    executable(elf);
    pack();
    Template template = Template.parse(Files.readString(build.resolve("sam.native.yaml")));
    assertEquals(
        processor,
        template.deploy(Map.of()).properties("Function").at("/Architectures/0").asText());
    assertFalse(template.parameters().contains("Architecture"));
  }

  @Test
  void bothTemplatesNameProjectAndHandlerAndHaveItsAdditions() throws IOException {
    executable();
    Files.writeString(build.resolve("additions.yaml"), "Parameters:\n  Colour: {Type: String}\n");
    pack();
    for (String name : TEMPLATES) {
      String template = Files.readString(build.resolve(name));
      for (String part : new String[] {"shop 1.0", "a.Handler::handle", "Colour: ${Colour}"}) {
        assertTrue(template.contains(part), name + " has " + part);
      }
    }
  }

  @Test
  void theTablesOfTheModelAreInBothTemplatesBesideTheAdditions() throws IOException {
    executable();
    model("S");
    Files.writeString(
        build.resolve("additions.yaml"), "Outputs:\n  Arn: {Value: !GetAtt ShopTable.Arn}\n");
    pack();
    for (String name : TEMPLATES) {
      Deployment deployment =
          Template.parse(Files.readString(build.resolve(name))).deploy(Map.of());
      assertEquals(
          "id", deployment.properties("ShopTable").at("/KeySchema/0/AttributeName").asText());
      assertEquals("${ShopTable.Arn}", deployment.outputs().get("Arn"));
    }
  }

  @Test
  void noTemplateIsThereWhenATableWouldBeHarmed() throws IOException {
    executable();
    model("S");
    pack();
    model("N");
    String refusal = assertThrows(IllegalStateException.class, this::pack).getMessage();
    assertTrue(refusal.contains("table shop: its key changes from id:S to id:N"), refusal);
    for (String name : TEMPLATES) {
      assertFalse(Files.exists(build.resolve(name)), name);
    }
  }

  private void model(String type) throws IOException {
    Path file = build.resolve("classes/META-INF/larder/model.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, "{\"tables\": {\"shop\": {\"key\": {\"id\": \"%s\"}}}}".formatted(type));
  }
}
