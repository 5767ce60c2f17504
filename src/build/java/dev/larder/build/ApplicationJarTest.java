package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationJarTest {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  @TempDir Path folder;
  private Path function;

  @BeforeEach
  void unpack() throws IOException {
    function = Files.createDirectories(folder.resolve("function"));
    Files.createDirectories(function.resolve("lib"));
    Files.createDirectories(function.resolve("META-INF"));
    Files.writeString(
        function.resolve(MANIFEST),
        "Manifest-Version: 1.0\nMain-Class: a.Main\nClass-Path: lib/b.jar\n");
    Files.writeString(function.resolve("application.properties"), "a=b");
    Files.writeString(function.resolve("Own.class"), "own");
  }

  private void library(String name, String manifest, Map<String, String> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(function.resolve("lib").resolve(name));
        ZipOutputStream jar = new ZipOutputStream(out)) {
      add(jar, MANIFEST, "Manifest-Version: 1.0\n" + manifest);
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        add(jar, file.getKey(), file.getValue());
      }
    }
  }

  private static void add(ZipOutputStream jar, String name, String text) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(text.getBytes(StandardCharsets.UTF_8));
    jar.closeEntry();
  }

  private String text(String name) throws IOException {
    byte[] bytes = ApplicationJar.of(function, OptionalInt.of(25)).files().get(name);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void listsOfServicesAreJoinedEachOnce() throws IOException {
    String services = "META-INF/services/a.Service";
    library("a.jar", "", Map.of(services, "a.First"));
    library("b.jar", "", Map.of(services, "a.Second\n"));
    library("c.jar", "", Map.of(services, "a.First\n"));
    assertEquals("a.First\na.Second\n", text(services));
  }

  @Test
  void aFileIsThatOfItsJavaVersionWhereTheLibraryHasVersions() throws IOException {
    Map<String, String> files =
        Map.of(
            "A.class", "8",
            "META-INF/versions/11/A.class", "11",
            "META-INF/versions/9/A.class", "9",
            "META-INF/versions/99/A.class", "99",
            "META-INF/versions/9/B.class", "9");
    library("a.jar", "Multi-Release: true\n", files);
    assertEquals("11", text("A.class"));
    assertEquals("9", text("B.class"));
    library("a.jar", "", files);
    assertEquals("8", text("A.class"));
    assertNull(text("B.class"));
  }

  @Test
  void aFileIsThereInAllVersionsWhereTheJavaIsNotKnown() throws IOException {
    library(
        "a.jar",
        "Multi-Release: true\n",
        Map.of("A.class", "8", "META-INF/versions/11/A.class", "11"));
    library("b.jar", "", Map.of("META-INF/versions/11/B.class", "11"));
    ApplicationJar jar = ApplicationJar.of(function, OptionalInt.empty());
    assertEquals(
        Set.of("A.class", "META-INF/versions/11/A.class", "Own.class", "application.properties"),
        jar.files().keySet());
    Path written = folder.resolve("lib/larder.jar");
    jar.write(written, folder.resolve("lib/settings.jar"));
    try (JarFile read = new JarFile(written.toFile())) {
      assertTrue(read.isMultiRelease());
    }
  }

  @Test
  void whatHoldsForOneLibraryAloneIsLeftOut() throws IOException {
    library(
        "a.jar",
        "",
        Map.of(
            "META-INF/A.SF", "",
            "META-INF/A.RSA", "",
            "META-INF/maven/a/pom.xml", "",
            "META-INF/INDEX.LIST", "",
            "module-info.class", "",
            "META-INF/LICENSE", "free",
            "A.class", ""));
    assertEquals(
        Set.of("A.class", "META-INF/LICENSE", "Own.class", "application.properties"),
        ApplicationJar.of(function, OptionalInt.of(25)).files().keySet());
  }

  @Test
  void twoFilesOfOneNameFailTheBuildUnlessTheyAreTheSame() throws IOException {
    library("a.jar", "", Map.of("A.class", "one"));
    library("b.jar", "", Map.of("A.class", "one"));
    assertEquals("one", text("A.class"));
    library("c.jar", "", Map.of("A.class", "other"));
    BuildFailedException failure =
        assertThrows(
            BuildFailedException.class, () -> ApplicationJar.of(function, OptionalInt.of(25)));
    assertEquals(
        "a.jar and c.jar have different files A.class: which one is to be in lib/larder.jar?",
        failure.getMessage());
  }

  @Test
  void theSameFunctionMakesTheSameBytesStoredAndInOrder() throws IOException {
    library("a.jar", "", Map.of("B.class", "b", "A.class", "a"));
    Path jar = folder.resolve("lib/larder.jar");
    Path settings = folder.resolve("lib/settings.jar");
    ApplicationJar.of(function, OptionalInt.of(25)).write(jar, settings);
    byte[] first = Files.readAllBytes(jar);
    ApplicationJar.of(function, OptionalInt.of(25)).write(jar, settings);
    assertArrayEquals(first, Files.readAllBytes(jar));
    try (JarFile written = new JarFile(jar.toFile())) {
      assertTrue(written.stream().allMatch(entry -> entry.getMethod() == ZipEntry.STORED));
      assertEquals(
          List.of(MANIFEST, "A.class", "B.class", "Own.class"),
          written.stream().map(ZipEntry::getName).toList());
      assertEquals("a.Main", written.getManifest().getMainAttributes().getValue("Main-Class"));
      assertEquals(
          "settings.jar", written.getManifest().getMainAttributes().getValue("Class-Path"));
    }
    try (JarFile written = new JarFile(settings.toFile())) {
      assertTrue(written.getEntry("application.properties") != null);
    }
  }
}
