package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmFunctionTest {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  @TempDir Path folder;
  private Path unpacked;
  private Path function;
  private Path zip;

  @BeforeEach
  void unpack() throws IOException {
    unpacked = Files.createDirectories(folder.resolve("unpacked"));
    function = folder.resolve("function");
    zip = folder.resolve("function.zip");
    Files.createDirectories(unpacked.resolve("lib"));
    Files.createDirectories(unpacked.resolve("META-INF"));
    Files.writeString(
        unpacked.resolve(MANIFEST),
        "Manifest-Version: 1.0\nMain-Class: a.Main\nClass-Path: lib/b.jar\n");
    Files.writeString(unpacked.resolve("application.properties"), "a=b");
    Files.writeString(unpacked.resolve("Own.class"), "own");
  }

  private void library(String name, String manifest, Map<String, String> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(unpacked.resolve("lib").resolve(name));
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

  private void make() throws IOException {
    JvmFunction.make(unpacked, function, zip);
  }

  /** Makes the function, and returns its jar. */
  private JarFile made() throws IOException {
    make();
    return new JarFile(function.resolve(JvmFunction.JAR).toFile());
  }

  private static Set<String> names(JarFile jar) {
    return jar.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (InputStream bytes = jar.getInputStream(jar.getEntry(name))) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void listsOfServicesAreJoinedEachOnce() throws IOException {
    String services = "META-INF/services/a.Service";
    library("a.jar", "", Map.of(services, "a.First"));
    library("b.jar", "", Map.of(services, "a.Second\n"));
    library("c.jar", "", Map.of(services, "a.First\n"));
    try (JarFile jar = made()) {
      assertEquals("a.First\na.Second\n", text(jar, services));
    }
  }

  @Test
  void aClassIsThereInAllVersionsThatItsLibraryHasOfIt() throws IOException {
    library(
        "a.jar",
        "Multi-Release: true\n",
        Map.of("A.class", "8", "META-INF/versions/11/A.class", "11"));
    library("b.jar", "", Map.of("META-INF/versions/11/B.class", "11"));
    try (JarFile jar = made()) {
      assertEquals(
          Set.of(MANIFEST, "A.class", "META-INF/versions/11/A.class", "Own.class"), names(jar));
      assertTrue(jar.isMultiRelease());
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
    try (JarFile jar = made()) {
      assertEquals(Set.of(MANIFEST, "A.class", "META-INF/LICENSE", "Own.class"), names(jar));
    }
  }

  @Test
  void twoFilesOfOneNameFailTheBuildUnlessTheyAreTheSame() throws IOException {
    library("a.jar", "", Map.of("A.class", "one"));
    library("b.jar", "", Map.of("A.class", "one"));
    try (JarFile jar = made()) {
      assertEquals("one", text(jar, "A.class"));
    }
    library("c.jar", "", Map.of("A.class", "other"));
    assertEquals(
        "a.jar and c.jar have different files A.class: which one is to be in lib/larder.jar?",
        assertThrows(IllegalStateException.class, this::make).getMessage());
  }

  @Test
  void theJarsAreStoredInOrderAndTheFirstNamesTheSecond() throws IOException {
    library("a.jar", "", Map.of("B.class", "b", "A.class", "a"));
    try (JarFile jar = made()) {
      assertTrue(jar.stream().allMatch(entry -> entry.getMethod() == ZipEntry.STORED));
      assertEquals(
          List.of(MANIFEST, "A.class", "B.class", "Own.class"),
          jar.stream().map(ZipEntry::getName).toList());
      Attributes main = jar.getManifest().getMainAttributes();
      assertEquals("a.Main", main.getValue("Main-Class"));
      assertEquals("settings.jar", main.getValue("Class-Path"));
    }
    try (JarFile settings = new JarFile(function.resolve(JvmFunction.SETTINGS).toFile())) {
      assertEquals(Set.of("application.properties"), names(settings));
    }
  }

  @Test
  void theZipHasTheJarsOfTheFolderCompressed() throws IOException {
    make();
    try (ZipFile made = new ZipFile(zip.toFile())) {
      assertEquals(
          List.of(JvmFunction.JAR, JvmFunction.SETTINGS),
          made.stream().map(ZipEntry::getName).toList());
      for (ZipEntry entry : made.stream().toList()) {
        assertEquals(ZipEntry.DEFLATED, entry.getMethod());
        try (InputStream bytes = made.getInputStream(entry)) {
          assertArrayEquals(
              Files.readAllBytes(function.resolve(entry.getName())), bytes.readAllBytes());
        }
      }
    }
  }

  @Test
  void theSameFilesMakeTheSameBytesAtAnyTimeInAnyTimeZone() throws IOException {
    library("a.jar", "", Map.of("B.class", "b", "A.class", "a"));
    make();
    byte[] first = Files.readAllBytes(zip);
    TimeZone here = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      make();
    } finally {
      TimeZone.setDefault(here);
    }
    assertArrayEquals(first, Files.readAllBytes(zip));
    try (ZipFile made = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : made.stream().toList()) {
        assertEquals(LocalDateTime.of(2020, 1, 1, 0, 0), entry.getTimeLocal());
      }
    }
  }
}
