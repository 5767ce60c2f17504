package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That what is said to be in the zip is in it, may be, and has its licences with it. */
class LicencesIT {
  private static final Path BUILD = Path.of(System.getProperty("larder.build"));
  private static final Path LIBRARIES = BUILD.resolve("unpacked/lib");
  private static final Path JAR = BUILD.resolve("function").resolve(JvmFunction.JAR);
  private static final Path PAGE = Path.of("src", "docs", "reference", "licences.md");

  private static final Pattern LEGAL =
      Pattern.compile("(?i).*(licen[cs]e|notice|copying|copyright)(?!.*\\.class$).*");

  private static List<Sbom.Library> libraries;

  @BeforeAll
  static void read() throws IOException {
    assumeFalse(System.getProperty("larder.flavour").equals("native"), "which packs no jars");
    libraries = Sbom.libraries(BUILD.resolve(Sbom.NAME));
  }

  private static List<Path> packed() throws IOException {
    try (Stream<Path> jars = Files.list(LIBRARIES)) {
      return jars.sorted().toList();
    }
  }

  /** Of a library as it was resolved; Quarkus changes classes of some. */
  private static String resolvedName(Path jar) {
    return jar.getFileName().toString().replaceFirst("^modified-", "");
  }

  @Test
  void theBillNamesTheJarsThatArePackedAndNoOther() throws IOException {
    assertEquals(
        packed().stream().map(LicencesIT::resolvedName).sorted().toList(),
        libraries.stream().map(Sbom.Library::jar).sorted().toList());
  }

  @Test
  void thePageListsThem() throws IOException {
    String page = Licences.page(libraries);
    Path right = Files.writeString(BUILD.resolve("licences.md"), page);
    assertEquals(page, Files.readString(PAGE), PAGE + " is out of date: copy " + right);
  }

  @Test
  void allAreUnderALicenceThatIsAccepted() {
    assertEquals(List.of(), Licences.refused(libraries));
  }

  @Test
  void theTextsAndNoticesOfAllAreInTheZip() throws IOException {
    try (ZipFile function = new ZipFile(JAR.toFile())) {
      for (Path jar : packed()) {
        try (ZipFile library = new ZipFile(jar.toFile())) {
          for (ZipEntry entry : legal(library)) {
            ZipEntry there = function.getEntry(entry.getName());
            assertNotNull(there, jar + " has " + entry.getName());
            assertTrue(
                text(function, there).contains(text(library, entry).strip()),
                jar + " has another " + entry.getName());
          }
        }
      }
    }
  }

  @Test
  void soAreThoseThatMustBePassedOnAndDoNotComeWithTheirLibrary() throws IOException {
    try (ZipFile function = new ZipFile(JAR.toFile())) {
      for (Sbom.Library library : libraries) {
        if (library.licences().stream().noneMatch(Licences.WITHOUT_NOTICE::contains)) {
          Path jar = LIBRARIES.resolve(library.jar());
          assertTrue(
              comesWithText(jar)
                  || function.getEntry("META-INF/" + library.name() + "-LICENSE") != null,
              library::toString);
        }
      }
    }
  }

  private static boolean comesWithText(Path jar) throws IOException {
    try (ZipFile library = new ZipFile(jar.toFile())) {
      return !legal(library).isEmpty();
    }
  }

  private static List<ZipEntry> legal(ZipFile jar) {
    return jar.stream()
        .filter(entry -> !entry.isDirectory() && LEGAL.matcher(entry.getName()).matches())
        .<ZipEntry>map(entry -> entry)
        .toList();
  }

  private static String text(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream bytes = jar.getInputStream(entry)) {
      return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
